package org.moorage.emulator.cinder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.emulator.cloud.Timeline;
import org.moorage.emulator.fault.Faults;

class AttachmentLifeTest {
    @Test
    void attachThatHasEndedIsNotSentBackByItsLateMiddle() {
        var store = new Store(List.of());
        var attached =
                new Attachment("a", "v", "s", Attachment.State.ATTACHED, "/dev/vdb", Instant.EPOCH, Instant.EPOCH);
        store.attachments.put(attached.id(), attached);
        try (var timeline = new Timeline(InstantSource.system(), Duration.ZERO, new Faults())) {
            new AttachmentLife(store, timeline).attaching(attached.id());
        }

        assertThat(store.attachments).containsValue(attached);
    }
}
