package org.confocal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.Objects;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;

/** The serialization that a node uses, with this room's reference.conf. */
final class Wire implements AutoCloseable {
  final ActorTestKit kit;
  private final Serialization serialization;

  Wire(String name) {
    kit = ActorTestKit.create(name, ConfigFactory.load());
    serialization = SerializationExtension.get(Adapter.toClassic(kit.system()));
  }

  byte[] write(Object value) {
    Serializer serializer = serialization.findSerializerFor(value);
    assertThat(serializer.getClass().getSimpleName()).isEqualTo("JacksonCborSerializer");
    assertThat(Serializers.manifestFor(serializer, value)).isEqualTo(value.getClass().getName());
    return serialization.serialize(value).get();
  }

  /** Reads what the row of a journal or a remote message would hold for a value like this one. */
  <T> T read(byte[] bytes, T like) {
    Serializer serializer = serialization.findSerializerFor(like);
    Object value =
        serialization.deserialize(bytes, serializer.identifier(), like.getClass().getName()).get();
    @SuppressWarnings("unchecked")
    T same = (T) Objects.requireNonNull(value);
    return same;
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }
}
