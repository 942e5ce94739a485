package org.confocal.server.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * How the command line reaches the node that runs on a data directory: {@code control.json}, which
 * only the owner may read.
 *
 * @param pid process of the node
 * @param scheme {@code http} or {@code https}
 * @param certificate SHA-256 of its certificate, by which the command line knows it; empty for
 *     {@code http}
 * @param host where its management listens
 * @param token what the node wants to see in {@code Authorization: Bearer}
 */
public record ControlFile(
    @JsonProperty("pid") long pid,
    @JsonProperty("scheme") String scheme,
    @JsonProperty("certificate") String certificate,
    @JsonProperty("host") String host,
    @JsonProperty("port") int port,
    @JsonProperty("token") String token,
    @JsonProperty("version") String version) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A file of an older version has neither scheme nor certificate. */
  @JsonCreator
  public ControlFile {
    scheme = scheme == null ? "http" : scheme;
    certificate = certificate == null ? "" : certificate;
  }

  /** Reads the file; empty when there is none, or none that is whole. */
  public static Optional<ControlFile> read(Path dataDir) {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file(dataDir)), ControlFile.class));
    } catch (IOException noneYet) {
      return Optional.empty();
    }
  }

  /** The same node with another certificate. */
  public ControlFile withCertificate(String other) {
    return new ControlFile(pid, scheme, other, host, port, token, version);
  }

  /** Writes the file at once and whole, mode 600. */
  public void write(Path dataDir) {
    try {
      Path draft = dataDir.resolve("control.json.new");
      Files.deleteIfExists(draft);
      Files.createFile(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(draft, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
      Files.move(
          draft,
          file(dataDir),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      throw new DataRefused("data directory " + dataDir + ": not writable (" + failed + ")");
    }
  }

  /** Removes the file of a node that has ended. The caller holds the directory's lock. */
  public static void remove(Path dataDir) {
    try {
      Files.delete(file(dataDir));
    } catch (NoSuchFileException gone) {
      // As wanted.
    } catch (IOException failed) {
      throw new DataRefused("data directory " + dataDir + ": not writable (" + failed + ")");
    }
  }

  @Override
  public String toString() {
    return "ControlFile[pid=" + pid + ", " + host + ":" + port + "]";
  }

  private static Path file(Path dataDir) {
    return dataDir.resolve("control.json");
  }
}
