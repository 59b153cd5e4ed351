package io.jobarrays.localcloud.protocol;

/** Characters that XML 1.0 has; others make a document ill-formed even as references. */
public final class XmlCharacters {
    private XmlCharacters() {}

    public static boolean hasAll(String text) {
        return text.codePoints().allMatch(XmlCharacters::has);
    }

    /** XML 1.0, fifth edition (2008), section 2.2, Char. */
    static boolean has(int codePoint) {
        return codePoint == '\t'
                || codePoint == '\n'
                || codePoint == '\r'
                || (codePoint >= 0x20 && codePoint <= 0xD7FF)
                || (codePoint >= 0xE000 && codePoint <= 0xFFFD)
                || codePoint >= 0x1_0000;
    }
}
