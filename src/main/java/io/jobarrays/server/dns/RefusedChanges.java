package io.jobarrays.server.dns;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Records of a batch that Route 53's InvalidChangeBatch names.
 *
 * <p>Its messages are <em>Tried to delete resource record set [name='a.example.', type='A'] but it
 * was not found</em>, or <em>… but the values provided do not match the current values</em>.
 *
 * @param missing records to delete that do not exist
 * @param others all other records named
 */
record RefusedChanges(Set<String> missing, Set<String> others) {
    private static final Pattern RECORD =
            Pattern.compile("\\[name='([^']*?)\\.?',[^\\]]*\\]([^\\[]*)");

    static RefusedChanges of(List<String> messages) {
        Set<String> missing = new HashSet<>();
        Set<String> others = new HashSet<>();
        for (String message : messages) {
            Matcher record = RECORD.matcher(message);
            while (record.find()) {
                String name = record.group(1).toLowerCase(Locale.ROOT);
                boolean notFound =
                        message.contains("Tried to delete")
                                && record.group(2).contains("not found");
                (notFound ? missing : others).add(name);
            }
        }
        return new RefusedChanges(Set.copyOf(missing), Set.copyOf(others));
    }

    boolean isAbout(RecordChange change) {
        return isMissing(change) || others.contains(change.name());
    }

    boolean isMissing(RecordChange change) {
        return change instanceof RecordChange.Delete && missing.contains(change.name());
    }
}
