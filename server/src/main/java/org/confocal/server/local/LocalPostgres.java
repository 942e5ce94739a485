package org.confocal.server.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.confocal.server.node.RandomIds;
import org.confocal.server.node.StartFailure;

/**
 * A PostgreSQL on loopback, for this machine's nodes only: its programs come out of a packed
 * archive, its data stay in a directory of ours, its password is made at the first start.
 */
public final class LocalPostgres implements AutoCloseable {
  /** The account, and the owner of the database. */
  public static final String USER = "confocal";

  private static final String NO_XZ = "tar cannot unpack (Debian: apt-get install xz-utils)";
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int MOST_CONNECTIONS = 300;

  private final Path programs;
  private final Path home;
  private final String password;
  private final int port;

  private LocalPostgres(Path programs, Path home, String password, int port) {
    this.programs = programs;
    this.home = home;
    this.password = password;
    this.port = port;
  }

  /**
   * Starts it, and makes it first when there is none. One that an earlier run left behind is ended.
   *
   * @param archive a jar with the programs, which are unpacked beside it
   * @param home gets the folder {@code postgres} and the file with the password
   * @throws StartFailure with one line
   */
  public static LocalPostgres start(Path archive, Path home) {
    try {
      Path programs = unpacked(archive);
      LocalPostgres postgres = new LocalPostgres(programs, home, password(home), freePort());
      postgres.start();
      return postgres;
    } catch (IOException failed) {
      throw new StartFailure("the embedded PostgreSQL: " + failed.getMessage(), failed);
    }
  }

  /** For the driver. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  public String password() {
    return password;
  }

  /** Ends it in order; what was committed is on disk anyway. */
  @Override
  public void close() {
    control("stop", "-m", "fast", "-w");
  }

  private void start() throws IOException {
    if (!Files.exists(database().resolve("PG_VERSION"))) {
      List<String> words = List.of("-U", USER, "-A", "scram-sha-256", "-E", "UTF8", "--no-locale");
      run("initdb", words, "--pwfile=" + passwordFile(home));
    } else if (Files.exists(database().resolve("postmaster.pid"))) {
      try {
        close();
      } catch (StartFailure notRunning) {
        // It was killed: the start that follows judges what it has left.
      }
    }
    String options =
        "-p %d -h 127.0.0.1 -c unix_socket_directories='' -c max_connections=%d"
            .formatted(port, MOST_CONNECTIONS);
    control("start", "-o", options, "-l", home.resolve("postgres.log").toString(), "-w");
  }

  private void control(String what, String... options) {
    run("pg_ctl", List.of(what), options);
  }

  private Path database() {
    return home.resolve("postgres");
  }

  /** PostgreSQL refuses to be root: in a user space of its own nobody is. */
  private void run(String program, List<String> first, String... more) {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(programs.resolve("bin").resolve(program).toString());
    command.addAll(List.of("-D", database().toString()));
    command.addAll(first);
    command.addAll(List.of(more));
    Path said = home.resolve(program + ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new StartFailure("the embedded PostgreSQL: " + program + " does not end");
      }
      if (process.exitValue() != 0) {
        throw new StartFailure(
            "the embedded PostgreSQL: " + program + " failed, see " + said + ": " + last(said));
      }
    } catch (IOException failed) {
      throw new StartFailure("the embedded PostgreSQL: " + failed.getMessage(), failed);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new StartFailure("the embedded PostgreSQL: interrupted", stop);
    }
  }

  private static String last(Path file) throws IOException {
    return Files.readString(file).lines().filter(l -> !l.isBlank()).reduce("", (a, b) -> b);
  }

  private static Path passwordFile(Path home) {
    return home.resolve("postgres.password");
  }

  private static String password(Path home) throws IOException {
    Path file = passwordFile(home);
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, new RandomIds().hex(32));
    }
    return Files.readString(file).strip();
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private static Path unpacked(Path archive) throws IOException {
    Path programs = archive.resolveSibling("programs");
    if (Files.exists(programs)) {
      return programs;
    }
    Path draft = Files.createTempDirectory(archive.toAbsolutePath().getParent(), "unpacked");
    Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (ZipFile jar = new ZipFile(archive.toFile())) {
      ZipEntry packed =
          jar.stream()
              .filter(entry -> entry.getName().endsWith(".txz"))
              .findFirst()
              .orElseThrow(() -> new IOException(archive + " has no PostgreSQL in it"));
      try (InputStream in = jar.getInputStream(packed)) {
        untar(in, draft);
      }
    }
    Files.move(draft, programs, StandardCopyOption.ATOMIC_MOVE);
    return programs;
  }

  private static void untar(InputStream packed, Path into) throws IOException {
    Process tar =
        new ProcessBuilder("tar", "-xJf", "-", "-C", into.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (OutputStream out = tar.getOutputStream()) {
      packed.transferTo(out);
    } catch (IOException brokenPipe) {
      throw new IOException(NO_XZ, brokenPipe);
    }
    try {
      if (tar.waitFor() != 0) {
        throw new IOException(NO_XZ);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while unpacking", stop);
    }
  }
}
