package io.jobarrays.localcloud.s3;

import io.jobarrays.localcloud.protocol.XmlWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/** One page of ListObjectsV2: objects and common prefixes in the order of their keys. */
final class ObjectListing {
    private static final int MAX_KEYS = 1_000;

    private final Map<String, String> query;
    private final String prefix;
    private final String delimiter;
    private final int maxKeys;
    private final boolean encoded;
    private final List<StoredObject> objects = new ArrayList<>();
    private final List<String> prefixes = new ArrayList<>();
    private String next = "";

    private ObjectListing(Map<String, String> query) {
        this.query = query;
        this.prefix = query.getOrDefault("prefix", "");
        this.delimiter = query.getOrDefault("delimiter", "");
        this.maxKeys = maxKeys(query.getOrDefault("max-keys", "" + MAX_KEYS));
        this.encoded = encoded(query.getOrDefault("encoding-type", ""));
    }

    static String xml(S3Bucket bucket, Map<String, String> query) {
        ObjectListing listing = new ObjectListing(query);
        listing.fill(bucket.objects());
        return listing.write(bucket.name());
    }

    private void fill(NavigableMap<String, StoredObject> all) {
        String after = query.getOrDefault("start-after", "");
        if (query.containsKey("continuation-token")) {
            after = decodeToken(query.getOrDefault("continuation-token", ""));
        }
        String last = after;
        var entry = after.compareTo(prefix) < 0 ? all.ceilingEntry(prefix) : all.higherEntry(after);
        // Each step seeks: a common prefix of many keys costs one.
        for (; entry != null && entry.getKey().startsWith(prefix); entry = all.higherEntry(last)) {
            if (objects.size() + prefixes.size() == maxKeys) {
                next = last;
                return;
            }
            String common = commonPrefix(entry.getKey());
            if (common.isEmpty()) {
                objects.add(entry.getValue());
                last = entry.getKey();
            } else {
                prefixes.add(common);
                last = common + Character.MAX_VALUE;
            }
        }
    }

    /** The part of the key up to the first delimiter after the prefix; empty if it has none. */
    private String commonPrefix(String key) {
        if (delimiter.isEmpty() || !key.startsWith(prefix)) {
            return "";
        }
        int end = key.indexOf(delimiter, prefix.length());
        return end < 0 ? "" : key.substring(0, end + delimiter.length());
    }

    private String write(String bucket) {
        XmlWriter xml = new XmlWriter().root("ListBucketResult", S3Api.NAMESPACE);
        xml.element("Name", bucket).element("Prefix", text(prefix));
        if (!delimiter.isEmpty()) {
            xml.element("Delimiter", text(delimiter));
        }
        if (encoded) {
            xml.element("EncodingType", "url");
        }
        if (query.containsKey("start-after")) {
            xml.element("StartAfter", text(query.getOrDefault("start-after", "")));
        }
        if (query.containsKey("continuation-token")) {
            xml.element("ContinuationToken", query.getOrDefault("continuation-token", ""));
        }
        xml.element("MaxKeys", "" + maxKeys)
                .element("KeyCount", "" + (objects.size() + prefixes.size()))
                .element("IsTruncated", "" + !next.isEmpty());
        if (!next.isEmpty()) {
            xml.element("NextContinuationToken", encodeToken(next));
        }
        objects.forEach(object -> write(xml, object));
        for (String common : prefixes) {
            xml.open("CommonPrefixes").element("Prefix", text(common)).close("CommonPrefixes");
        }
        return xml.close("ListBucketResult").toString();
    }

    private void write(XmlWriter xml, StoredObject object) {
        xml.open("Contents")
                .element("Key", text(object.key()))
                .element("LastModified", S3Api.time(object.modified()))
                .element("ETag", "\"" + object.etag() + "\"")
                .element("Size", "" + object.bytes())
                .element("StorageClass", "STANDARD")
                .close("Contents");
    }

    private String text(String key) {
        return encoded ? URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/") : key;
    }

    private static int maxKeys(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw S3Error.INVALID_ARGUMENT.error("max-keys is not a number from 0 on");
        }
        return Math.min(Integer.parseInt(text), MAX_KEYS);
    }

    private static boolean encoded(String type) {
        if (!type.isEmpty() && !type.equals("url")) {
            throw S3Error.INVALID_ARGUMENT.error("The only encoding-type is url");
        }
        return !type.isEmpty();
    }

    private static String encodeToken(String key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String decodeToken(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw S3Error.INVALID_ARGUMENT.error("The continuation token is not one of a listing");
        }
    }
}
