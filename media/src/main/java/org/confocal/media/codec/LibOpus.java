package org.confocal.media.codec;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The system's libopus by JNA: the calls of each packet by direct mapping with numbers for
 * pointers, so that they allocate nothing; those that set something, which have variable arguments
 * in C, by an interface. A class can be mapped to one library only once in a JVM.
 */
@SuppressWarnings("MemberName") // the names of the library
final class LibOpus {

  static final int APPLICATION_VOIP = 2048;
  static final int SET_BITRATE = 4002;
  static final int SET_COMPLEXITY = 4010;
  static final int SET_INBAND_FEC = 4012;
  static final int SET_PACKET_LOSS = 4014;
  static final int SET_DTX = 4016;
  static final int RESET_STATE = 4028;

  private static final String[] NAMES = {"libopus.so.0", "opus"};
  private static final int ALIGNMENT = 16;

  private final Controls controls;
  private final String version;

  private LibOpus(Controls controls, String version) {
    this.controls = controls;
    this.version = version;
  }

  /** Calls with variable arguments. */
  private interface Controls extends Library {
    int opus_encoder_ctl(Pointer encoder, int request, Object... arguments);
  }

  static native int opus_encoder_get_size(int channels);

  static native int opus_encoder_init(long encoder, int rateHz, int channels, int application);

  static native int opus_encode(long encoder, long pcm, int samples, long out, int mostBytes);

  static native int opus_decoder_get_size(int channels);

  static native int opus_decoder_init(long decoder, int rateHz, int channels);

  static native int opus_decode(
      long decoder, long payload, int length, long pcm, int samples, int fec);

  static native String opus_get_version_string();

  private static final class Once {
    static final @Nullable LibOpus LIBRARY = load();

    private static @Nullable LibOpus load() {
      LibOpus found = null;
      for (int i = 0; i < NAMES.length && found == null; i++) {
        found = load(NAMES[i]);
      }
      return found;
    }

    /** Null when JNA itself or the library is not there, or not for this machine. */
    @SuppressWarnings("UnusedException") // that is no fault
    private static @Nullable LibOpus load(String name) {
      try {
        if (Native.POINTER_SIZE != Long.BYTES) {
          return null;
        }
        NativeLibrary library = NativeLibrary.getInstance(name);
        Controls controls = Native.load(name, Controls.class, Map.of());
        Native.register(LibOpus.class, library);
        return new LibOpus(controls, opus_get_version_string());
      } catch (LinkageError notThere) {
        return null;
      }
    }
  }

  /** The library, or null if this machine has none. */
  static @Nullable LibOpus find() {
    return Once.LIBRARY;
  }

  /** As the library says it, for instance "libopus 1.3.1". */
  String version() {
    return version;
  }

  void setEncoder(ByteBuffer encoder, int request, int value) {
    check(
        "opus_encoder_ctl " + request,
        controls.opus_encoder_ctl(Native.getDirectBufferPointer(encoder), request, value));
  }

  void resetEncoder(ByteBuffer encoder) {
    check(
        "opus_encoder_ctl reset",
        controls.opus_encoder_ctl(Native.getDirectBufferPointer(encoder), RESET_STATE));
  }

  static void check(String call, int result) {
    if (result < 0) {
      throw new IllegalStateException(call + ": " + result + " (expected: 0)");
    }
  }

  /** Memory for C that lives as long as the buffer. */
  static ByteBuffer memory(int bytes) {
    return ByteBuffer.allocateDirect(bytes + ALIGNMENT)
        .alignedSlice(ALIGNMENT)
        .limit(bytes)
        .slice()
        .order(ByteOrder.nativeOrder());
  }

  static long address(Buffer memory) {
    return Pointer.nativeValue(Native.getDirectBufferPointer(memory));
  }
}
