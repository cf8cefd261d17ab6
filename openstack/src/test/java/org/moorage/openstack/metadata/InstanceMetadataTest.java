package org.moorage.openstack.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.moorage.openstack.testing.LoopbackServer.answer;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.config.MetadataSection;
import org.moorage.openstack.metadata.InstanceMetadata.Places;
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

    @TempDir
    Path firmware;

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
            var metadata = new InstanceMetadata(section("metadataService"), places(NO_DRIVE, stumbling.url()), CLOCK);

            assertThat(metadata.read(soon()).id()).isEqualTo("s");
        }
    }

    @Test
    void serviceThatStallsIsGivenTheRequestTimeout() {
        reaction.set(new Stall());
        var section = new MetadataSection(List.of("metadataService"), Optional.of(Duration.ofMillis(200)));
        var metadata = new InstanceMetadata(section, places(NO_DRIVE, server.url()), CLOCK);
        var begin = System.nanoTime();

        assertThat(catchThrowableOfType(Failure.Unavailable.class, () -> metadata.read(soon())))
                .hasMessageContaining("not answered before the deadline");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    /// In a network without IPv4 the service is at a link-local address of IPv6, which is none without its interface.
    @Test
    void serviceIsAskedOverIpv6() throws IOException {
        var address = linkLocal();
        Assumptions.assumeTrue(address.isPresent(), "no interface of this host has a link-local address of IPv6");
        try (var scoped = LoopbackServer.http(address.get(), _ -> answer(200, document("six", "az6")))) {
            var base = URI.create("http://[" + address.get().getHostAddress() + "]:" + scoped.port());
            var metadata = new InstanceMetadata(
                    section("metadataService"), places(NO_DRIVE, URI.create("http://127.0.0.1:1"), base), CLOCK);

            assertThat(metadata.read(soon())).isEqualTo(new Instance("six", "az6"));
            assertThat(metadata.read(soon())).isEqualTo(new Instance("six", "az6"));
        }
    }

    private static Optional<InetAddress> linkLocal() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet6Address v6 && v6.isLinkLocalAddress())
                .findFirst();
    }

    @Test
    void ipv6AddressNamesItsInterface() {
        assertThat(LinkLocal.at("eth0").getHost()).isEqualTo("[fe80::a9fe:a9fe%eth0]");
        assertThat(LinkLocal.addresses(Path.of("/sys/class/net")).getFirst())
                .isEqualTo(URI.create("http://169.254.169.254"));
    }

    @Test
    void firmwareTellsTheIdWhereNothingElseDoes() throws IOException {
        firmware("product_name", "OpenStack Nova");
        firmware("product_uuid", "5C3A8F0E-1F2D-4C55-9B0E-2F6F0A6F1234");

        assertThat(nowhere().id(soon())).isEqualTo("5c3a8f0e-1f2d-4c55-9b0e-2f6f0a6f1234");
    }

    /// As an old kernel, or an old hypervisor, shows it.
    @Test
    void idInTheOtherByteOrderIsTurned() throws IOException {
        firmware("product_name", "OpenStack Compute");
        firmware("product_uuid", "0e8f3a5c-2d1f-554c-9b0e-2f6f0a6f1234");

        assertThat(nowhere().id(soon())).isEqualTo("5c3a8f0e-1f2d-4c55-9b0e-2f6f0a6f1234");
    }

    @Test
    void serialNumberSettlesTheByteOrderOfTheUuid() throws IOException {
        firmware("product_name", "OpenStack Nova");
        firmware("product_serial", "5c3a8f0e-1f2d-4c45-9b0e-2f6f0a6f1234");
        firmware("product_uuid", "0e8f3a5c-2d1f-454c-9b0e-2f6f0a6f1234");

        assertThat(nowhere().id(soon())).isEqualTo("5c3a8f0e-1f2d-4c45-9b0e-2f6f0a6f1234");
    }

    /// As with `sysinfo_serial = os`: it is the hypervisor's.
    @Test
    void serialNumberThatIsAnothersIsNotTaken() throws IOException {
        firmware("product_name", "OpenStack Nova");
        firmware("product_serial", "99999999-1f2d-4c55-9b0e-2f6f0a6f1234");
        firmware("product_uuid", "5c3a8f0e-1f2d-4c55-9b0e-2f6f0a6f1234");

        assertThat(nowhere().id(soon())).isEqualTo("5c3a8f0e-1f2d-4c55-9b0e-2f6f0a6f1234");
    }

    @Test
    void firmwareOfAnotherMakerIsNotBelieved() throws IOException {
        firmware("product_name", "PowerEdge");
        firmware("product_uuid", "5c3a8f0e-1f2d-4c55-9b0e-2f6f0a6f1234");

        assertThat(catchThrowableOfType(
                        Failure.Unavailable.class, () -> nowhere().id(soon())))
                .hasMessageContaining("set --instance-id");
    }

    /// A node that registered without a zone would take no volume of any zone.
    @Test
    void whoNeedsTheZoneIsToldThatTheFirmwareLacksIt() throws IOException {
        firmware("product_name", "OpenStack Nova");
        firmware("product_uuid", "5c3a8f0e-1f2d-4c55-9b0e-2f6f0a6f1234");

        assertThat(catchThrowableOfType(
                        Failure.Unavailable.class, () -> nowhere().read(soon())))
                .hasMessageContaining("is instance 5c3a8f0e-1f2d-4c55-9b0e-2f6f0a6f1234, but not its zone; set"
                        + " --instance-zone, or --with-topology=false");
    }

    private InstanceMetadata nowhere() {
        return new InstanceMetadata(section("configDrive"), places(NO_DRIVE, server.url()), CLOCK);
    }

    @Test
    void sayWhatEachPlaceSaid() {
        reaction.set(answer(200, "{\"uuid\": \" \"}"));

        var failure = catchThrowableOfType(
                Failure.Unavailable.class,
                () -> metadata(() -> "no json".getBytes(StandardCharsets.UTF_8), "configDrive", "x", "metadataService")
                        .read(soon()));

        assertThat(failure)
                .hasMessage(
                        "the id and the zone of this instance are not known (configDrive: it is not the JSON expected (line 1,"
                                + " column 1); x: there is no such place: search-order knows configDrive and metadataService;"
                                + " metadataService: the metadata holds no uuid): open the way to the metadata service, attach"
                                + " a config drive, or set --instance-id");
    }

    private InstanceMetadata metadata(ConfigDrive drive, String... order) {
        return new InstanceMetadata(section(order), places(drive, server.url()), CLOCK);
    }

    private Places places(ConfigDrive drive, URI... service) {
        return new Places(drive, () -> List.of(service), firmware);
    }

    private void firmware(String file, String text) throws IOException {
        Files.writeString(firmware.resolve(file), text + "\n");
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
