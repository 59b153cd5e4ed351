package io.jobarrays.server.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Reads the refused records of a batch from Route 53's messages. */
class RefusedChangesTest {
    private static final RecordChange DELETION =
            new RecordChange.Delete(1, "compute-0.a.spore.host", List.of("10.0.0.1"), List.of());

    @Test
    void readsMissingRecord() {
        var refused =
                RefusedChanges.of(
                        List.of(
                                "Tried to delete resource record set"
                                        + " [name='compute-0.a.spore.host.', type='A'] but it was not found"));

        assertThat(refused.isMissing(DELETION)).isTrue();
        assertThat(refused.isAbout(DELETION)).isTrue();
    }

    @Test
    void readsRecordWithOtherValues() {
        var refused =
                RefusedChanges.of(
                        List.of(
                                "Tried to delete resource record set"
                                        + " [name='compute-0.a.spore.host.', type='A'] but the values"
                                        + " provided do not match the current values"));

        assertThat(refused.isMissing(DELETION)).isFalse();
        assertThat(refused.isAbout(DELETION)).isTrue();
    }

    @Test
    void readsSeveralRecordsFromOneMessage() {
        var refused =
                RefusedChanges.of(
                        List.of(
                                "[Tried to delete resource record set [name='a.spore.host.', type='A']"
                                        + " but it was not found, Tried to delete resource record set"
                                        + " [name='b.spore.host.', type='A'] but the values provided do"
                                        + " not match the current values]"));

        assertThat(refused.missing()).containsExactly("a.spore.host");
        assertThat(refused.others()).containsExactly("b.spore.host");
    }

    @Test
    void findsNoRecordInMessageWithoutName() {
        var refused = RefusedChanges.of(List.of("The request is odd"));

        assertThat(refused.isAbout(DELETION)).isFalse();
    }
}
