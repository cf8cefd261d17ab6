package org.moorage.openstack.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.moorage.openstack.testing.LoopbackServer.answer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.config.MetadataSection;
import org.moorage.openstack.testing.LoopbackServer;
import org.moorage.openstack.testing.LoopbackServer.Drop;
import org.moorage.openstack.testing.LoopbackServer.Reaction;
import org.moorage.openstack.testing.LoopbackServer.Stall;

class InstanceMetadataTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final ConfigDrive NO_DRIVE = () -> {
        throw new IOException("there is no config drive");
    };

    private final AtomicReference<Reaction> reaction = new AtomicReference<>(answer(200, document("service", "az1")));
    private final LoopbackServer server = LoopbackServer.http(_ -> reaction.get());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void driveGoesBeforeTheService() {
        assertThat(metadata(drive("drive"), "configDrive", "metadataService").read(soon()))
                .isEqualTo(new Instance("drive", "az9"));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void serviceAnswersWhereThereIsNoDrive() {
        assertThat(metadata(NO_DRIVE, "configDrive", "metadataService").read(soon()))
                .isEqualTo(new Instance("service", "az1"));
        assertThat(server.requests().getFirst().target()).isEqualTo("/openstack/latest/meta_data.json");
    }

    @Test
    void orderIsTheOneWritten() {
        assertThat(metadata(drive("drive"), "metadataService", "configDrive")
                        .read(soon())
                        .id())
                .isEqualTo("service");
    }

    @Test
    void unknownPlaceIsPassedOver() {
        assertThat(metadata(NO_DRIVE, "elsewhere", "metadataService")
                        .read(soon())
                        .id())
                .isEqualTo("service");
    }

    @Test
    void zoneMayBeMissing() {
        reaction.set(answer(200, "{\"uuid\": \"u\", \"name\": \"n\"}"));

        assertThat(metadata(NO_DRIVE, "metadataService").read(soon())).isEqualTo(new Instance("u", ""));
    }

    @Test
    void zoneIsReadAnew() {
        var metadata = metadata(NO_DRIVE, "metadataService");
        metadata.read(soon());
        reaction.set(answer(200, document("service", "az2")));

        assertThat(metadata.read(soon()).availabilityZone()).isEqualTo("az2");
    }

    @Test
    void lastAnswerHoldsWhileNothingAnswers() {
        var metadata = metadata(NO_DRIVE, "metadataService");
        metadata.read(soon());
        reaction.set(answer(404, ""));

        assertThat(metadata.read(soon())).isEqualTo(new Instance("service", "az1"));
    }

    @Test
    void serviceIsTriedAgainWhenItStumbles() {
        var tries = new java.util.concurrent.atomic.AtomicInteger();
        try (var stumbling =
                LoopbackServer.http(_ -> tries.getAndIncrement() == 0 ? new Drop() : answer(200, document("s", "z")))) {
            var metadata = new InstanceMetadata(section("metadataService"), NO_DRIVE, stumbling.url(), CLOCK);

            assertThat(metadata.read(soon()).id()).isEqualTo("s");
        }
    }

    @Test
    void serviceThatStallsIsGivenTheRequestTimeout() {
        reaction.set(new Stall());
        var section = new MetadataSection(List.of("metadataService"), Optional.of(Duration.ofMillis(200)));
        var metadata = new InstanceMetadata(section, NO_DRIVE, server.url(), CLOCK);
        var begin = System.nanoTime();

        assertThat(catchThrowableOfType(Failure.Unavailable.class, () -> metadata.read(soon())))
                .hasMessageContaining("not answered before the deadline");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void sayWhatEachPlaceSaid() {
        reaction.set(answer(200, "{\"uuid\": \" \"}"));

        var failure = catchThrowableOfType(
                Failure.Unavailable.class,
                () -> metadata(() -> "no json".getBytes(StandardCharsets.UTF_8), "configDrive", "x", "metadataService")
                        .read(soon()));

        assertThat(failure)
                .hasMessage("the id of this instance is not known (configDrive: it is not the JSON expected (line 1,"
                        + " column 1); x: there is no such place: search-order knows configDrive and metadataService;"
                        + " metadataService: the metadata holds no uuid): open the way to the metadata service, attach"
                        + " a config drive, or set --instance-id");
    }

    private InstanceMetadata metadata(ConfigDrive drive, String... order) {
        return new InstanceMetadata(section(order), drive, server.url(), CLOCK);
    }

    private static MetadataSection section(String... order) {
        return new MetadataSection(List.of(order), Optional.empty());
    }

    private static ConfigDrive drive(String id) {
        return () -> document(id, "az9").getBytes(StandardCharsets.UTF_8);
    }

    private static String document(String id, String zone) {
        return "{\"uuid\": \"%s\", \"availability_zone\": \"%s\", \"hostname\": \"h\"}".formatted(id, zone);
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(10), CLOCK);
    }
}
