package org.moorage.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;

final class ShareLifeTest {
    @TempDir
    Path data;

    private Emulator cloud;
    private Caller caller;

    @BeforeEach
    void start() throws IOException {
        cloud = Emulator.start(EmulatorSettings.defaults(data)
                .devices(false)
                .shares(ShareSettings.defaults()
                        .exports(List.of(
                                new ShareSettings.Export("10.0.0.5", false, false),
                                new ShareSettings.Export("[fd00::5]", true, false),
                                new ShareSettings.Export("admin.example", false, true)))
                        .monitors(List.of("mon1:6789", "mon2:6789"))
                        .fileSystem("cephfs2")));
        caller = Caller.login(cloud.cloudConf());
    }

    @AfterEach
    void stop() throws IOException {
        cloud.close();
    }

    @Test
    void snapshotAndShareFromItCarryTheFiles() throws IOException {
        var share = caller.newShare("s", "NFS");
        Files.writeString(cloud.shareDirectory(share).resolve("file"), "first");

        var snapshot = snapshot(share);
        Files.writeString(cloud.shareDirectory(share).resolve("file"), "second");
        var body = "{\"share\": {\"share_proto\": \"NFS\", \"size\": 2, \"snapshot_id\": \"" + snapshot + "\"}}";
        var restored = caller.share("POST", "/shares", body)
                .json()
                .path("share")
                .path("id")
                .asText();
        caller.awaitShare(restored, "available");

        assertThat(cloud.shareDirectory(restored).resolve("file")).hasContent("first");
    }

    @Test
    void shareWithSnapshotsIsNotDeleted() {
        var share = caller.newShare("s", "NFS");
        var snapshot = snapshot(share);

        var refused = caller.share("DELETE", "/shares/" + share);
        caller.share("DELETE", "/snapshots/" + snapshot);
        caller.awaitShareSnapshot(snapshot, "gone");
        var accepted = caller.share("DELETE", "/shares/" + share);
        caller.awaitShare(share, "gone");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(cloud.leftovers().none()).isTrue();
        assertThat(cloud.shareDirectory(share)).doesNotExist();
    }

    @Test
    void exportLocationsAreThoseOfTheSettings() {
        var nfs = caller.newShare("n", "NFS");
        var ceph = caller.newShare("c", "CEPHFS");

        var paths = caller.share("GET", "/shares/" + nfs + "/export_locations").json();
        var monitors =
                caller.share("GET", "/shares/" + ceph + "/export_locations").json();

        var directory = cloud.shareDirectory(nfs);
        assertThat(paths.findValuesAsText("path")).containsExactly("10.0.0.5:" + directory, "[fd00::5]:" + directory);
        assertThat(paths.findValuesAsText("preferred")).containsExactly("false", "true");
        assertThat(monitors.findValuesAsText("path"))
                .singleElement()
                .asString()
                .matches("mon1:6789,mon2:6789:/volumes/_nogroup/[0-9a-f-]{36}");
    }

    @Test
    void keyOfCephUserComesWithTheRuleBeingActive() {
        var share = caller.newShare("c", "CEPHFS");

        var granted = allow(share, "cephx", "alice");
        var active = caller.awaitRule(granted, "active");

        assertThat(active.path("access_key").asText()).hasSizeGreaterThan(30);
    }

    @Test
    void nameOfTheCephFileSystemIsInTheMetadataOfItsSharesAlone() {
        var ceph = caller.newShare("c", "CEPHFS");
        var nfs = caller.newShare("n", "NFS");

        assertThat(caller.share("GET", "/shares/" + ceph + "/metadata").json().path("metadata"))
                .hasToString("{\"__mount_options\":\"fs=cephfs2\"}");
        assertThat(caller.share("GET", "/shares/" + nfs + "/metadata").json().path("metadata"))
                .isEmpty();
    }

    @Test
    void shareGoesWhereItsTypeMayBe() {
        cloud.addShareType("far", Map.of("driver_handles_share_servers", "False", "availability_zones", "az2"));

        var body = "{\"share\": {\"share_proto\": \"NFS\", \"size\": 1, \"share_type\": \"far\"}}";
        var id = caller.share("POST", "/shares", body)
                .json()
                .path("share")
                .path("id")
                .asText();

        assertThat(caller.awaitShare(id, "available").path("availability_zone").asText())
                .isEqualTo("az2");
    }

    @Test
    void networkThatTheDriverDoesNotExpectEndsInErrorWithThatReason() {
        var network = cloud.addShareNetwork("net");

        assertThat(detailOf("{\"share\": {\"share_proto\": \"NFS\", \"size\": 1, \"share_network_id\": \"" + network
                        + "\"}}"))
                .isEqualTo("003");
    }

    @Test
    void whatFailsEndsInTheErrorStateOfItsKind() {
        var share = caller.newShare("n", "NFS");
        var snapshot = snapshot(share);
        for (var operation : List.of(
                Operation.SHRINK_SHARE,
                Operation.CREATE_SHARE_FROM_SNAPSHOT,
                Operation.CREATE_SHARE_SNAPSHOT,
                Operation.DELETE_SHARE_SNAPSHOT,
                Operation.DELETE_SHARE,
                Operation.UPDATE_ACCESS)) {
            cloud.faults().put(OperationFault.failing(operation));
        }
        var other = caller.newShare("o", "NFS");
        caller.share("POST", "/shares/" + other + "/action", "{\"extend\": {\"new_size\": 2}}");
        caller.awaitShareSize(other, 2);

        var body = "{\"share\": {\"share_proto\": \"NFS\", \"size\": 1, \"snapshot_id\": \"" + snapshot + "\"}}";
        caller.awaitShare(
                caller.share("POST", "/shares", body)
                        .json()
                        .path("share")
                        .path("id")
                        .asText(),
                "error");
        body = "{\"snapshot\": {\"share_id\": \"" + share + "\"}}";
        caller.awaitShareSnapshot(
                caller.share("POST", "/snapshots", body)
                        .json()
                        .path("snapshot")
                        .path("id")
                        .asText(),
                "error");
        caller.share("DELETE", "/snapshots/" + snapshot);
        caller.awaitShareSnapshot(snapshot, "error_deleting");
        caller.awaitRule(allow(other, "ip", "10.0.0.1"), "error");
        caller.share("POST", "/shares/" + other + "/action", "{\"shrink\": {\"new_size\": 1}}");
        caller.awaitShare(other, "shrinking_error");
        cloud.resetShare(other, "available");
        caller.share("DELETE", "/shares/" + other);
        caller.awaitShare(other, "error_deleting");
    }

    @Test
    void revertGivesTheShareBackWhatTheSnapshotHolds() throws IOException {
        cloud.addShareType(
                "revert",
                Map.of(
                        "driver_handles_share_servers", "False",
                        "snapshot_support", "True",
                        "revert_to_snapshot_support", "True"));
        var body = "{\"share\": {\"share_proto\": \"NFS\", \"size\": 1, \"share_type\": \"revert\"}}";
        var share = caller.share("POST", "/shares", body)
                .json()
                .path("share")
                .path("id")
                .asText();
        caller.awaitShare(share, "available");
        Files.writeString(cloud.shareDirectory(share).resolve("file"), "first");
        var snapshot = snapshot(share);
        Files.writeString(cloud.shareDirectory(share).resolve("file"), "second");

        caller.share("POST", "/shares/" + share + "/action", "{\"revert\": {\"snapshot_id\": \"" + snapshot + "\"}}");
        caller.awaitShare(share, "available");
        caller.awaitShareSnapshot(snapshot, "available");

        assertThat(cloud.shareDirectory(share).resolve("file")).hasContent("first");
    }

    @Test
    void ruleOfAKindThatTheProtocolDoesNotKnowFailsAlone() {
        var share = caller.newShare("n", "NFS");
        var good = allow(share, "ip", "10.0.0.1");
        caller.awaitRule(good, "active");

        var bad = allow(share, "cephx", "alice");
        caller.awaitRule(bad, "error");

        assertThat(caller.awaitRule(good, "active").path("access_to").asText()).isEqualTo("10.0.0.1");
        assertThat(caller.awaitShare(share, "available")
                        .path("access_rules_status")
                        .asText())
                .isEqualTo("error");
    }

    @Test
    void ruleAskedForWhileOthersAreAppliedWaitsItsTurn() {
        var share = caller.newShare("n", "NFS");
        cloud.faults().put(OperationFault.hanging(Operation.UPDATE_ACCESS));

        var first = allow(share, "ip", "10.0.0.1");
        caller.awaitRule(first, "applying");
        var second = allow(share, "ip", "10.0.0.2");
        var waiting = caller.awaitRule(second, "queued_to_apply");
        cloud.faults().heal();

        assertThat(waiting.path("access_key").isNull()).isTrue();
        caller.awaitRule(first, "active");
        caller.awaitRule(second, "active");
        caller.share("POST", "/shares/" + share + "/action", "{\"deny_access\": {\"access_id\": \"" + first + "\"}}");
        caller.awaitRule(first, "gone");
    }

    @Test
    void reasonOfAFailedShareIsInItsMessage() {
        cloud.faults().put(OperationFault.failing(Operation.CREATE_SHARE, "009"));

        var body = "{\"share\": {\"share_proto\": \"NFS\", \"size\": 1}}";
        var id = caller.share("POST", "/shares", body)
                .json()
                .path("share")
                .path("id")
                .asText();
        caller.awaitShare(id, "error");

        var messages = caller.share("GET", "/messages?resource_id=" + id + "&message_level=ERROR&limit=1")
                .json();
        assertThat(messages.path("messages").path(0).path("detail_id").asText()).isEqualTo("009");
        caller.share("DELETE", "/shares/" + id);
        assertThat(cloud.leftovers().none()).isTrue();
    }

    @Test
    void typeThatNoPoolOffersAndSizeThatNoPoolHoldsEndInError() {
        cloud.addShareType("fast", Map.of("driver_handles_share_servers", "False", "ssd", "True"));

        assertThat(detailOf("{\"share\": {\"share_proto\": \"NFS\", \"size\": 1, \"share_type\": \"fast\"}}"))
                .isEqualTo("008");
        assertThat(detailOf("{\"share\": {\"share_proto\": \"NFS\", \"size\": 2001}}"))
                .isEqualTo("009");
    }

    @Test
    void shareThatHasGrownIsAvailableBeforeItShowsItsSizeAndOneThatGoesShowsNoState() throws IOException {
        cloud.close();
        // Long enough that what lasts for half of it is seen.
        cloud = Emulator.start(EmulatorSettings.defaults(data).devices(false).stateTime(Duration.ofMillis(400)));
        caller = Caller.login(cloud.cloudConf());
        var share = caller.newShare("n", "NFS");

        caller.share("POST", "/shares/" + share + "/action", "{\"extend\": {\"new_size\": 2}}");
        var early = caller.awaitShare(share, "available").path("size").asInt();
        caller.awaitShareSize(share, 2);
        caller.share("DELETE", "/shares/" + share);
        var going = caller.awaitShare(share, "null");
        caller.awaitShare(share, "gone");

        assertThat(early).isEqualTo(1);
        assertThat(going.path("status").isNull()).isTrue();
    }

    @Test
    void failedGrowthLeavesTheOldSize() {
        var share = caller.newShare("n", "NFS");
        cloud.faults().put(OperationFault.failing(Operation.EXTEND_SHARE));

        caller.share("POST", "/shares/" + share + "/action", "{\"extend\": {\"new_size\": 3}}");
        var failed = caller.awaitShare(share, "extending_error");

        assertThat(failed.path("size").asInt()).isEqualTo(1);
    }

    @Test
    void growthThatTheSchedulerRefusesLeavesTheShareAsItWasWithTheReason() {
        var share = caller.newShare("n", "NFS");
        cloud.faults().put(OperationFault.failing(Operation.EXTEND_SHARE, "009"));

        caller.share("POST", "/shares/" + share + "/action", "{\"extend\": {\"new_size\": 3}}");
        var refused = caller.awaitShare(share, "available");

        assertThat(refused.path("size").asInt()).isEqualTo(1);
        assertThat(detailAbout(share)).isEqualTo("009");
    }

    private String detailOf(String body) {
        var id = caller.share("POST", "/shares", body)
                .json()
                .path("share")
                .path("id")
                .asText();
        caller.awaitShare(id, "error");
        return detailAbout(id);
    }

    private String detailAbout(String id) {
        return caller.share("GET", "/messages?resource_id=" + id)
                .json()
                .path("messages")
                .path(0)
                .path("detail_id")
                .asText();
    }

    private String snapshot(String share) {
        var body = "{\"snapshot\": {\"share_id\": \"" + share + "\"}}";
        var id = caller.share("POST", "/snapshots", body)
                .json()
                .path("snapshot")
                .path("id")
                .asText();
        caller.awaitShareSnapshot(id, "available");
        return id;
    }

    private String allow(String share, String type, String to) {
        var body = "{\"allow_access\": {\"access_type\": \"%s\", \"access_to\": \"%s\", \"access_level\": \"rw\"}}"
                .formatted(type, to);
        return caller.share("POST", "/shares/" + share + "/action", body)
                .json()
                .path("access")
                .path("id")
                .asText();
    }
}
