package org.moorage.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;

final class ShareGroupsTest {
    @TempDir
    Path data;

    private Emulator cloud;
    private Caller caller;

    @BeforeEach
    void start() throws IOException {
        cloud = Emulator.start(EmulatorSettings.defaults(data).devices(false));
        caller = Caller.login(cloud.cloudConf());
    }

    @AfterEach
    void stop() throws IOException {
        cloud.close();
    }

    @Test
    void groupSnapshotHoldsTheFilesOfEachShare() throws IOException {
        var group = newGroup();
        var first = shareIn(group);
        var second = shareIn(group);
        Files.writeString(cloud.shareDirectory(first).resolve("file"), "one");
        Files.writeString(cloud.shareDirectory(second).resolve("file"), "two");

        var taken = snapshot(group);
        awaitSnapshot(taken, "available");
        Files.writeString(cloud.shareDirectory(first).resolve("file"), "later");
        var copy = newGroup("\"source_share_group_snapshot_id\": \"" + taken + "\"");

        var restored = caller.share("GET", "/shares?share_group_id=" + copy)
                .json()
                .path("shares")
                .findValuesAsText("id");
        restored.forEach(id -> caller.awaitShare(id, "available"));
        assertThat(restored)
                .extracting(id -> Files.readString(cloud.shareDirectory(id).resolve("file")))
                .containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void groupWithSharesStaysAndItsSharesGoByItsId() {
        var group = newGroup();
        var share = shareIn(group);

        var full = caller.share("DELETE", "/share-groups/" + group);
        var unnamed = caller.share("DELETE", "/shares/" + share);
        caller.share("DELETE", "/shares/" + share + "?share_group_id=" + group);
        caller.awaitShare(share, "gone");
        var empty = caller.share("DELETE", "/share-groups/" + group);
        caller.awaitGroup(group, "gone");

        assertThat(full.status()).isEqualTo(409);
        assertThat(unnamed.status()).isEqualTo(400);
        assertThat(empty.status()).isEqualTo(202);
        assertThat(cloud.leftovers().none()).isTrue();
    }

    @Test
    void failedGroupSnapshotEndsInErrorAndCanBeDeleted() {
        var group = newGroup();
        cloud.faults().put(OperationFault.failing(Operation.CREATE_SHARE_GROUP_SNAPSHOT));

        var taken = snapshot(group);
        awaitSnapshot(taken, "error");
        caller.share("DELETE", "/share-group-snapshots/" + taken);
        awaitSnapshot(taken, "gone");

        assertThat(cloud.leftovers().shareGroupSnapshots()).isEmpty();
        assertThat(cloud.leftovers().shareGroups()).containsExactly(group);
    }

    @Test
    void groupsAreThereBeforeTheyAreStableForThoseWhoAskForExperiments() {
        assertThat(caller.share("GET", "/share-groups", "", "2.54").status()).isEqualTo(404);
        assertThat(caller.experimentalShare("/share-groups", "2.54").status()).isEqualTo(200);
        assertThat(caller.experimentalShare("/share-groups", "2.30").status()).isEqualTo(404);
    }

    private String newGroup() {
        return newGroup("\"name\": \"g\"");
    }

    private String newGroup(String field) {
        var type = caller.share("GET", "/share-group-types")
                .json()
                .path("share_group_types")
                .path(0)
                .path("id")
                .asText();
        var body = "{\"share_group\": {\"share_group_type_id\": \"" + type + "\", " + field + "}}";
        var id = caller.share("POST", "/share-groups", body)
                .json()
                .path("share_group")
                .path("id")
                .asText();
        caller.awaitGroup(id, "available");
        return id;
    }

    private String shareIn(String group) {
        var body = "{\"share\": {\"share_proto\": \"NFS\", \"size\": 1, \"share_group_id\": \"" + group + "\"}}";
        var id = caller.share("POST", "/shares", body)
                .json()
                .path("share")
                .path("id")
                .asText();
        caller.awaitShare(id, "available");
        return id;
    }

    private String snapshot(String group) {
        var body = "{\"share_group_snapshot\": {\"share_group_id\": \"" + group + "\"}}";
        return caller.share("POST", "/share-group-snapshots", body)
                .json()
                .path("share_group_snapshot")
                .path("id")
                .asText();
    }

    private void awaitSnapshot(String id, String status) {
        caller.awaitGroupSnapshot(id, status);
    }
}
