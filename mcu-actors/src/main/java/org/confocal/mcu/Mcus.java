package org.confocal.mcu;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.confocal.engine.Rejection;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuProvider;
import org.confocal.engine.mcu.McuType;

/** The MCU factory of one node: every conference is served by this node. */
public final class Mcus implements McuProvider {
  private final ActorRef<MediaNode.Command> node;
  private final McuSettings settings;
  private final McuSounds.Site site;

  private Mcus(ActorRef<MediaNode.Command> node, McuSettings settings) {
    this.node = node;
    this.settings = settings;
    this.site = new McuSounds.Site(settings, new SoundShelf(settings.sounds()));
  }

  /**
   * All MCUs here.
   *
   * @param node owner of the media plane
   */
  public static McuProvider here(ActorRef<MediaNode.Command> node, McuSettings settings) {
    return new Mcus(node, settings);
  }

  @Override
  public Optional<Rejection> recordingRefusal() {
    return settings.recording().on()
        ? Optional.empty()
        : Optional.of(Rejection.of(Rejection.Reason.NOT_SUPPORTED, RecordingSettings.off()));
  }

  @Override
  public Behavior<McuProtocol.Command> mcu(
      McuType type, FocusKey conference, long epoch, ActorRef<McuProtocol.Event> focus) {
    return switch (type) {
      case AUDIO_VIDEO -> AudioVideoMcu.create(conference, epoch, focus, node, site);
      case CHAT -> ChatMcu.create(conference, epoch, focus, settings);
    };
  }
}
