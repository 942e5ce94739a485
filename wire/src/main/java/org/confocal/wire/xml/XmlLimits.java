package org.confocal.wire.xml;

/**
 * What a document may cost. Whatever exceeds a limit is refused, never cut.
 *
 * @param maxBytes of the encoded document, 1 to 16 MiB
 * @param maxDepth of elements, the root counts; 1 to 256
 * @param maxElements in the document; 1 to 1,000,000
 * @param maxAttributes of one element, namespace declarations not counted; 1 to 1,000
 */
public record XmlLimits(int maxBytes, int maxDepth, int maxElements, int maxAttributes) {
  /** Enough for every request and a roster of two hundred; cheap enough for any thread. */
  public static final XmlLimits DEFAULT = new XmlLimits(256 * 1024, 24, 10_000, 64);

  public XmlLimits {
    check("maxBytes", maxBytes, 16 * 1024 * 1024);
    check("maxDepth", maxDepth, 256);
    check("maxElements", maxElements, 1_000_000);
    check("maxAttributes", maxAttributes, 1_000);
  }

  private static void check(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: 1 to " + most + ")");
    }
  }
}
