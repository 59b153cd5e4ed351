package io.jobarrays.localcloud.ec2.instance;

import io.jobarrays.localcloud.limits.AccountSize;
import io.jobarrays.localcloud.limits.SizeLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import io.jobarrays.localcloud.protocol.XmlCharacters;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Tags of instances, volumes, key pairs and placement groups; enforces EC2's limits. */
public final class ResourceTags {
    private static final Pattern METADATA_KEY = Pattern.compile("[a-zA-Z0-9+\\-=.,_:@]+");

    private final Map<String, SortedMap<String, String>> tags = new ConcurrentSkipListMap<>();
    private final SizeLimits sizes;

    public ResourceTags(SizeLimits sizes) {
        this.sizes = sizes;
    }

    /**
     * Validates the tags of one call.
     *
     * @throws AwsError with EC2's code for the first invalid tag
     */
    public void check(List<Tag> given, boolean shownInMetadata) {
        Set<String> keys = new HashSet<>();
        for (Tag tag : given) {
            String key = tag.key() == null ? "" : tag.key();
            checkSizes(key, valueOf(tag));
            checkCharacters(key, valueOf(tag));
            if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw invalid("Tag keys starting with 'aws:' are reserved for internal use");
            } else if (shownInMetadata && !isMetadataKey(key)) {
                throw invalid(
                        "'"
                                + key
                                + "' is not a valid tag key. Tag keys must match pattern"
                                + " ([0-9a-zA-Z\\-_+=,.@:]{1,255}), and must not be a reserved"
                                + " name ('.', '..', '_index')");
            } else if (!keys.add(key)) {
                throw invalid("Duplicate tag key '" + key + "' specified.");
            }
        }
        checkCount(keys);
    }

    /**
     * Requires that each tag of one call has a key.
     *
     * @throws AwsError {@code InvalidParameterValue}
     */
    public static void requireKeys(List<Tag> given) {
        given.forEach(tag -> requireKey(tag.key() == null ? "" : tag.key()));
    }

    /**
     * Validates the number of tags of a resource after a call.
     *
     * @throws AwsError {@code TagLimitExceeded} above 50
     */
    public void checkTotal(String id, List<Tag> given) {
        Set<String> keys = new HashSet<>(of(id).keySet());
        given.forEach(tag -> keys.add(tag.key()));
        checkCount(keys);
    }

    /** Adds validated tags; replaces tags with the same key. */
    public void put(String id, List<Tag> given) {
        SortedMap<String, String> all = new TreeMap<>(of(id));
        given.forEach(tag -> all.put(tag.key(), valueOf(tag)));
        tags.put(id, all);
    }

    /** Removes a tag by key; if the tag has a value, only when the value matches. */
    public void remove(String id, Tag tag) {
        SortedMap<String, String> remaining = new TreeMap<>(of(id));
        if (tag.value() == null) {
            remaining.remove(tag.key());
        } else {
            remaining.remove(tag.key(), tag.value());
        }
        tags.put(id, remaining);
    }

    public void clear(String id) {
        tags.put(id, new TreeMap<>());
    }

    public void removeResource(String id) {
        tags.remove(id);
    }

    public SortedMap<String, String> of(String id) {
        return tags.getOrDefault(id, new TreeMap<>());
    }

    public List<Tag> list(String id) {
        return of(id).entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    public Set<String> resources() {
        return tags.keySet();
    }

    private static boolean isMetadataKey(String key) {
        return METADATA_KEY.matcher(key).matches() && !Set.of(".", "..", "_index").contains(key);
    }

    private static void requireKey(String key) {
        if (key.isEmpty()) {
            throw invalid("Tag key cannot be empty.");
        }
    }

    private void checkSizes(String key, String value) {
        requireKey(key);
        sizes.of(AccountSize.TAG_KEY_CHARACTERS)
                .require(
                        characters(key),
                        max ->
                                invalid(
                                        "Tag key exceeds the maximum length of %d characters: '%s'"
                                                .formatted(max, key)));
        sizes.of(AccountSize.TAG_VALUE_CHARACTERS)
                .require(
                        characters(value),
                        max ->
                                invalid(
                                        "Tag value exceeds the maximum length of %d characters, at key '%s'"
                                                .formatted(max, key)));
    }

    /** Answers of EC2 are XML: one such tag would make them unreadable. */
    private static void checkCharacters(String key, String value) {
        if (!XmlCharacters.hasAll(key) || !XmlCharacters.hasAll(value)) {
            throw invalid("Tag '" + key + "' contains a character that XML does not have.");
        }
    }

    private void checkCount(Set<String> keys) {
        sizes.of(AccountSize.TAGS_PER_RESOURCE)
                .require(
                        keys.size(),
                        max ->
                                new AwsError(
                                        "TagLimitExceeded",
                                        "The maximum number of Tags for a resource has been reached."));
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String valueOf(Tag tag) {
        return tag.value() == null ? "" : tag.value();
    }

    private static AwsError invalid(String message) {
        return new AwsError("InvalidParameterValue", message);
    }
}
