package org.confocal.media.loop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.confocal.media.AudioCodec;
import org.confocal.media.MediaPlane;
import org.confocal.media.MediaSettings;
import org.confocal.media.MediaSettings.Loops;
import org.confocal.media.Reservation;
import org.confocal.media.ReserveResult;
import org.confocal.media.SessionId;
import org.confocal.media.SessionParameters;

/**
 * A plane for a load generator: legs in conferences, a file with one {@code host:port payload-type
 * local-port} per leg, and the counters each second. Arguments: legs, legs per conference, the
 * generator's first port (leg i at + 2i), the file, loops, polls per frame.
 */
final class PlaneUnderLoad {

  private PlaneUnderLoad() {}

  public static void main(String[] arguments) throws Exception {
    int legs = Integer.parseInt(arguments[0]);
    int perConference = Integer.parseInt(arguments[1]);
    int firstPort = Integer.parseInt(arguments[2]);
    MediaSettings defaults = MediaSettings.defaults();
    MediaSettings settings =
        defaults.with(
            new Loops(
                Integer.parseInt(arguments[4]),
                Integer.parseInt(arguments[5]),
                4096,
                defaults.loops().lateAfter()));
    MediaPlane plane = MediaLoops.start(settings, System::nanoTime, System::currentTimeMillis);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < legs; i++) {
      SessionId id = new SessionId("conference-" + i / perConference, "leg-" + i);
      int port = join(plane, id, firstPort + 2 * i);
      lines.add("127.0.0.1:" + port + " 0 " + (firstPort + 2 * i));
    }
    Path ready = Path.of(arguments[3] + ".new");
    Files.write(ready, lines);
    Files.move(ready, Path.of(arguments[3]));
    report(plane);
  }

  private static int join(MediaPlane plane, SessionId id, int remotePort) throws Exception {
    InetAddress local = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    CompletableFuture<ReserveResult> reserved = new CompletableFuture<>();
    plane.reserve(id, 1, Reservation.on(local), reserved::complete);
    ReserveResult.Reserved result = (ReserveResult.Reserved) reserved.get();
    InetSocketAddress remote = new InetSocketAddress(local, remotePort);
    plane.connect(id, 1, SessionParameters.plain(remote, AudioCodec.PCMU), done -> {});
    return result.local().getPort();
  }

  private static void report(MediaPlane plane) throws IOException {
    while (System.in.read() >= 0) {
      System.out.println(plane.counters());
    }
    System.out.println(plane.counters());
    plane.close();
  }
}
