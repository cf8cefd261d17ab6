package org.moorage.openstack.sharedfilesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.moorage.openstack.sharedfilesystem.ScriptedManila.soon;
import static org.moorage.openstack.sharedfilesystem.ScriptedManila.version;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.api.Secret;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.quota.Quota;
import org.moorage.openstack.testing.CapturedLog;

class SharedFileSystemTest {
    private static final String SHARE = """
            {"share": {"id": "s1", "name": null, "status": "%s", "size": 3, "share_proto": "nfs", "share_type": "t1",
             "metadata": {"a": "b"}, "access_rules_status": "%s", "created_at": "2026-11-24T10:00:00.000000"}}""";
    private static final String RULE = """
            {"id": "r1", "access_type": "cephx", "access_to": "ann", "access_level": "rw", "state": "active",
             "access_key": "canary-key", "metadata": {"k": "v"}, "created_at": "2026-11-24T10:00:00.000000"}""";

    @Nested
    class Versions {
        @Test
        void areAskedOnceAtTheRootOfTheApiWhoeverCalls() {
            try (var manila = new ScriptedManila("2.73")) {
                manila.answers("GET /shares/s1", 200, SHARE.formatted("available", "active"));
                manila.answers("GET /snapshots/detail", 200, "{\"snapshots\": []}");

                for (var i = 0; i < 3; i++) {
                    manila.calls().shares().show("s1", soon());
                    manila.calls().snapshots().list(ShareSelection.everything(), soon());
                }

                assertThat(manila.questions()).isEqualTo(1);
                assertThat(manila.requests()).hasSize(6);
            }
        }

        @ParameterizedTest
        @CsvSource({
            "2.37, 2.37, 2.37, 2.37, 2.37, 2.37", "2.44, 2.37, 2.37, 2.38, 2.37, 2.37",
            "2.46, 2.37, 2.45, 2.45, 2.37, 2.37", "2.65, 2.37, 2.45, 2.45, 2.47, 2.55",
            "2.73, 2.69, 2.45, 2.45, 2.47, 2.55", "2.91, 2.69, 2.45, 2.45, 2.87, 2.55"
        })
        void areTheLeastThatHaveWhatIsAsked(
                String newest, String share, String rules, String grant, String exports, String groups) {
            try (var manila = new ScriptedManila(newest)) {
                manila.answers("GET /shares/s1", 200, SHARE.formatted("available", "active"));
                manila.answers("GET /shares/s1/export_locations", 200, "{\"export_locations\": []}");
                manila.answers("GET /share-access-rules", 200, "{\"access_list\": []}");
                manila.answers("POST /shares/s1/action", 200, "{\"access_list\": [], \"access\": " + RULE + "}");
                manila.answers("GET /share-groups/detail", 200, "{\"share_groups\": []}");
                var calls = manila.calls();

                calls.shares().show("s1", soon());
                calls.accessRules().list("s1", soon());
                calls.accessRules().grant("s1", new NewAccessRule("ip", "10.0.0.1", "rw", Map.of()), soon());
                calls.exportLocations().list("s1", soon());
                calls.groups().list(ShareSelection.everything(), soon());

                assertThat(manila.requests())
                        .extracting(ScriptedManila::version)
                        .containsExactly(share, rules, grant, exports, groups);
            }
        }

        @Test
        void goInBothSpellingsWithLeaveForExperiments() {
            try (var manila = new ScriptedManila("2.40")) {
                manila.answers(
                        "GET /share-groups/g1", 200, "{\"share_group\": {\"id\": \"g1\", \"status\": \"available\"}}");

                manila.calls().groups().show("g1", soon());

                var request = manila.request("GET", "/share-groups/g1");
                assertThat(request.header("OpenStack-API-Version")).isEqualTo("shared-file-system 2.37");
                assertThat(version(request)).isEqualTo("2.37");
                assertThat(request.header("X-OpenStack-Manila-API-Experimental"))
                        .isEqualTo("true");
            }
        }

        @Test
        void thatAreTooOldAreRefusedByName() {
            try (var manila = new ScriptedManila("2.30")) {
                assertThatThrownBy(() -> manila.calls().shares().show("s1", soon()))
                        .isInstanceOf(Failure.Precondition.class)
                        .hasMessage("this cloud's Manila speaks its API up to version 2.30, and 2.37 (OpenStack Pike)"
                                + " is needed: have it upgraded");
                assertThat(manila.requests()).isEmpty();
            }
        }

        /// A page of maintenance is no old Manila: taken for one, the marks of access rules would seem gone.
        @Test
        void thatNobodyTellsAreNotGuessed() {
            try (var manila = new ScriptedManila("2.73")) {
                manila.answers("GET /shares/s1", 200, SHARE.formatted("available", "active"));
                manila.versionsAre("<h1>Maintenance</h1>");
                var shares = manila.calls().shares();
                assertThatThrownBy(() -> shares.show("s1", soon())).isInstanceOf(OpenStackError.class);

                manila.versionsAre("{\"versions\": [{\"version\": \"2.73\"}]}");
                shares.show("s1", soon());

                assertThat(version(manila.request("GET", "/shares/s1"))).isEqualTo("2.69");
            }
        }

        @Test
        void areAskedAgainWhenManilaWasRolledBack() {
            try (var manila = new ScriptedManila("2.73")) {
                manila.answers(
                        "GET /shares/s1", 406, "{\"computeFault\": {\"message\": \"Version 2.69 is not supported\"}}");
                var shares = manila.calls().shares();
                assertThatThrownBy(() -> shares.show("s1", soon())).isInstanceOf(OpenStackError.class);

                manila.versionsAre("{\"versions\": [{\"version\": \"2.40\"}]}");
                manila.answers("GET /shares/s1", 200, SHARE.formatted("available", "active"));
                shares.show("s1", soon());

                assertThat(manila.questions()).isEqualTo(2);
                assertThat(version(manila.requests().getLast())).isEqualTo("2.37");
            }
        }
    }

    @Nested
    class SharesOf {
        /// As Manila shows a share in the moment between the end of its instance and its own.
        @Test
        void oneWithoutAStatusIsBeingDeleted() {
            try (var manila = new ScriptedManila("2.73")) {
                manila.answers(
                        "GET /shares/s1",
                        200,
                        SHARE.formatted("available", "active").replace("\"available\"", "null"));

                assertThat(manila.calls().shares().show("s1", soon()).status()).isEqualTo(ShareStatus.Known.DELETING);
            }
        }

        @Test
        void unknownStatusKeepsItsText() {
            try (var manila = new ScriptedManila("2.73")) {
                manila.answers("GET /shares/s1", 200, SHARE.formatted("server_migrating", "syncing"));

                var share = manila.calls().shares().show("s1", soon());

                assertThat(share.status().text()).isEqualTo("server_migrating");
                assertThat(share.status().failed()).isFalse();
                assertThat(share.rulesInForce()).isFalse();
                assertThat(share.protocol()).isEqualTo("NFS");
                assertThat(share.size()).isEqualTo(Bytes.ofGib(3));
                assertThat(share.name()).isEmpty();
            }
        }

        @ParameterizedTest
        @CsvSource({"error, true, true", "extending_error, true, false", "creating, false, false"})
        void failuresAreTold(String status, boolean failed, boolean errored) {
            assertThat(ShareStatus.of(status).failed()).isEqualTo(failed);
            assertThat(ShareStatus.of(status).errored()).isEqualTo(errored);
        }

        @Test
        void oneThatIsNotThereIsEmpty() {
            try (var manila = new ScriptedManila("2.73")) {
                assertThat(manila.calls().shares().find("s9", soon())).isEmpty();
            }
        }

        @Test
        void pagesByCount() {
            try (var manila = new ScriptedManila("2.73")) {
                var one = SHARE.formatted("available", "active")
                        .replaceFirst("^\\{\"share\": ", "")
                        .replaceFirst("\\}$", "");
                manila.answers("GET /shares/detail", 200, "{\"shares\": [" + one + ", " + one + "]}");
                var shares = manila.calls().shares();

                var page = shares.list(ShareSelection.everything().page(4, 2), soon());
                var last = shares.list(ShareSelection.everything().page(6, 3), soon());
                var whole = shares.list(ShareSelection.everything(), soon());

                assertThat(page.next()).contains("6");
                assertThat(last.next()).isEmpty();
                assertThat(whole.next()).isEmpty();
                assertThat(manila.requests().getFirst().target())
                        .endsWith("/shares/detail?sort_key=created_at&sort_dir=asc&limit=2&offset=4");
                assertThat(manila.requests().getLast().target())
                        .endsWith("/shares/detail?sort_key=created_at&sort_dir=asc");
            }
        }

        @Test
        void createSaysAllThatIsWanted() {
            try (var manila = new ScriptedManila("2.73")) {
                manila.answers("POST /shares", 200, SHARE.formatted("creating", "active"));

                manila.calls().shares().create(wanted(new ShareHints(List.of("a", "b"), List.of("c"))), soon());

                var request = manila.request("POST", "/shares");
                assertThat(version(request)).isEqualTo("2.65");
                assertThat(request.body())
                        .contains("\"share_proto\":\"NFS\"")
                        .contains("\"share_network_id\":\"n1\"")
                        .contains("\"snapshot_id\":\"p1\"")
                        .contains("\"share_group_id\":\"g1\"")
                        .contains("\"scheduler_hints\":{\"same_host\":\"a,b\",\"different_host\":\"c\"}");
            }
        }

        @Test
        void hintsThatManilaIsTooOldForAreRefusedBeforeAnythingIsMade() {
            try (var manila = new ScriptedManila("2.64")) {
                var hints = new ShareHints(List.of("a"), List.of());

                assertThatThrownBy(() -> manila.calls().shares().create(wanted(hints), soon()))
                        .isInstanceOf(Failure.Invalid.class)
                        .hasMessage("putting a share beside others or away from them needs version 2.65 of Manila's"
                                + " API, and this cloud's goes to 2.64: do without, or have Manila upgraded");
                assertThat(manila.requests()).isEmpty();
            }
        }

        @Test
        void memberOfAGroupIsDeletedByBothIds() {
            try (var manila = new ScriptedManila("2.73")) {
                manila.answers("DELETE /shares/s1", 202, "");

                manila.calls().shares().delete("s1", Optional.of("g1"), soon());

                assertThat(manila.request("DELETE", "/shares/s1?share_group_id=g1"))
                        .isNotNull();
            }
        }

        @Test
        void metadataThatHasGoneIsNoTrouble() {
            try (var manila = new ScriptedManila("2.73")) {
                manila.calls().shares().removeMetadata("s1", "a/b", soon());

                assertThat(manila.request("DELETE", "/shares/s1/metadata/a%252Fb"))
                        .isNotNull();
            }
        }

        private NewShare wanted(ShareHints hints) {
            return new NewShare(
                    "pvc-1",
                    "d",
                    "NFS",
                    Bytes.ofGib(1),
                    Optional.of("t1"),
                    Optional.empty(),
                    Optional.of("n1"),
                    Optional.of("p1"),
                    Optional.of("g1"),
                    Map.of(),
                    hints);
        }
    }

    @Nested
    class Rules {
        @Test
        void keyIsShownNowhere() {
            var said = new ArrayList<String>();
            try (var log = CapturedLog.everything();
                    var manila = new ScriptedManila("2.73")) {
                manila.answers("GET /share-access-rules?", 200, "{\"access_list\": [" + RULE + "]}");
                manila.answers("GET /share-access-rules/r1", 200, "{\"access\": " + RULE);
                manila.answers("POST /shares/s1/action", 200, "{\"access\": " + RULE + ", \"access_key\": }");
                var rules = manila.calls().accessRules();

                var listed = rules.list("s1", soon());
                said.add(listed.toString());
                said.add(traceOf(() -> rules.find("s1", "r1", soon())));
                said.add(traceOf(() -> rules.grant("s1", new NewAccessRule("cephx", "ann", "rw", Map.of()), soon())));
                said.addAll(log.lines());

                assertThat(listed.getFirst().key()).contains(new Secret("canary-key"));
            }
            assertThat(String.join("\n", said)).doesNotContain("canary").contains("***");
        }

        @Test
        void tellTheirShareAndMetadata() {
            try (var manila = new ScriptedManila("2.45")) {
                manila.answers("GET /share-access-rules?share_id=s1", 200, "{\"access_list\": [" + RULE + "]}");

                var rule = manila.calls().accessRules().list("s1", soon()).getFirst();

                assertThat(rule.share()).isEqualTo("s1");
                assertThat(rule.state()).isEqualTo(RuleState.Known.ACTIVE);
                assertThat(rule.metadata()).containsEntry("k", "v");
            }
        }

        @Test
        void beforeTheyWereObjectsAreListedByTheShare() {
            try (var manila = new ScriptedManila("2.44")) {
                manila.answers("POST /shares/s1/action", 200, "{\"access_list\": [" + RULE + "]}");
                var rules = manila.calls().accessRules();

                assertThat(rules.list("s1", soon())).hasSize(1);
                assertThat(rules.find("s1", "r1", soon())).isPresent();
                assertThat(rules.find("s1", "r2", soon())).isEmpty();
                assertThat(rules.metadataKept(soon())).isFalse();
                assertThat(manila.requests())
                        .allSatisfy(request -> assertThat(request.body()).isEqualTo("{\"access_list\":{}}"));
                assertThatThrownBy(() -> rules.putMetadata("r1", Map.of("a", "b"), soon()))
                        .isInstanceOf(Failure.Invalid.class)
                        .hasMessageContaining("needs version 2.45 of Manila's API, and this cloud's goes to 2.44");
            }
        }

        @ParameterizedTest
        @CsvSource({"2.44, false", "2.45, true"})
        void metadataIsToldToWhoeverKeepsIt(String newest, boolean kept) {
            try (var manila = new ScriptedManila(newest)) {
                manila.answers("POST /shares/s1/action", 200, "{\"access\": " + RULE + "}");

                manila.calls()
                        .accessRules()
                        .grant("s1", new NewAccessRule("ip", "10.0.0.0/24", "ro", Map.of("k", "v")), soon());

                var body = manila.request("POST", "/shares/s1/action").body();
                assertThat(body).contains("\"allow_access\":{\"access_type\":\"ip\",\"access_to\":\"10.0.0.0/24\"");
                assertThat(body.contains("\"metadata\":{\"k\":\"v\"}")).isEqualTo(kept);
            }
        }

        @Test
        void ofAShareThatIsNotThereAreToldWith404() {
            try (var manila = new ScriptedManila("2.73")) {
                manila.answers(
                        "GET /share-access-rules", 400, "{\"badRequest\": {\"message\": \"Share s1 not found.\"}}");

                var error = catchThrowableOfType(
                        OpenStackError.class, () -> manila.calls().accessRules().list("s1", soon()));

                assertThat(error.notFound()).isTrue();
            }
        }

        @Test
        void ofAnotherShareIsNotFound() {
            try (var manila = new ScriptedManila("2.73")) {
                var foreign = RULE.replace("\"id\": \"r1\"", "\"id\": \"r1\", \"share_id\": \"s2\"");
                manila.answers("GET /share-access-rules/r1", 200, "{\"access\": " + foreign + "}");

                assertThat(manila.calls().accessRules().find("s1", "r1", soon()))
                        .isEmpty();
            }
        }

        private static String traceOf(Runnable action) {
            try {
                action.run();
            } catch (OpenStackError e) {
                var trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace));
                return trace.toString();
            }
            throw new AssertionError("it should have failed");
        }
    }

    @Nested
    class Others {
        @ParameterizedTest
        @CsvSource({"2.72, false", "2.73, true"})
        void snapshotMetadataIsLeftOutWhereNobodyKeepsIt(String newest, boolean kept) {
            try (var manila = new ScriptedManila(newest)) {
                manila.answers("POST /snapshots", 202, """
                        {"snapshot": {"id": "p1", "status": "creating", "share_id": "s1", "share_size": 2}}""");

                manila.calls().snapshots().create(new NewShareSnapshot("n", "d", "s1", Map.of("k", "v")), soon());

                assertThat(manila.request("POST", "/snapshots").body().contains("\"metadata\":{\"k\":\"v\"}"))
                        .isEqualTo(kept);
            }
        }

        @Test
        void exportLocationsTellWhatMountingTakes() {
            try (var manila = new ScriptedManila("2.87")) {
                manila.answers("GET /shares/s1/export_locations", 200, """
                        {"export_locations": [{"id": "e1", "path": "10.0.0.5:6789:/volumes/1", "preferred": true,
                         "metadata": {"__mount_options": "fs=cephfs"}},
                         {"id": "e2", "path": "x:/y", "preferred": false, "is_admin_only": true}]}""");

                assertThat(manila.calls().exportLocations().list("s1", soon()))
                        .containsExactly(
                                new ExportLocation(
                                        "e1",
                                        "10.0.0.5:6789:/volumes/1",
                                        true,
                                        false,
                                        Map.of(ExportLocation.MOUNT_OPTIONS, "fs=cephfs")),
                                new ExportLocation("e2", "x:/y", false, true, Map.of()));
            }
        }

        @Test
        void typesTellWhatTheirSharesCanDo() {
            try (var manila = new ScriptedManila("2.73")) {
                manila.answers("GET /types", 200, """
                        {"share_types": [{"id": "t1", "name": "default", "is_default": true, "extra_specs":
                         {"snapshot_support": "<is> True", "create_share_from_snapshot_support": false,
                          "mount_snapshot_support": "True", "driver_handles_share_servers": "False",
                          "availability_zones": "az1, az2"}}]}""");

                var type = manila.calls().types().find("default", soon()).orElseThrow();

                assertThat(type.snapshots()).isTrue();
                assertThat(type.sharesOfSnapshots()).isFalse();
                assertThat(type.mountableSnapshots()).isTrue();
                assertThat(type.shareServers()).isFalse();
                assertThat(type.availabilityZones()).containsExactly("az1", "az2");
                assertThat(type.standard()).contains(true);
                assertThat(manila.calls().types().find("t2", soon())).isEmpty();
            }
        }

        @Test
        void latestErrorIsTheReason() {
            try (var manila = new ScriptedManila("2.73")) {
                manila.answers("GET /messages?", 200, """
                        {"messages": [
                         {"resource_id": "s1", "message_level": "ERROR", "detail_id": "002", "action_id": "001",
                          "user_message": "allocate host: No storage", "created_at": "2026-11-24T10:00:02.000000"},
                         {"resource_id": "s1", "message_level": "ERROR", "detail_id": "008", "action_id": "001",
                          "user_message": "older", "created_at": "2026-11-24T10:00:01.000000"}]}""");

                assertThat(manila.calls().messages().latestError("s1", soon())).hasValueSatisfying(message -> {
                    assertThat(message.detail()).isEqualTo("002");
                    assertThat(message.text()).isEqualTo("allocate host: No storage");
                });
                assertThat(manila.requests().getFirst().target())
                        .contains("resource_id=s1")
                        .contains("message_level=ERROR");
            }
        }

        @Test
        void quotasTellWhatIsLeft() {
            try (var manila = new ScriptedManila("2.38")) {
                manila.answers("GET /quota-sets/p1/detail", 200, """
                        {"quota_set": {"id": "p1", "gigabytes": {"limit": 10, "in_use": 3, "reserved": 2}}}""");
                var quotas = manila.calls().quotas();

                assertThat(quotas.usage("p1", soon())).containsOnly(Map.entry("gigabytes", new Quota(10, 5)));
                assertThat(quotas.usageOfType("p1", "t1", soon())).isEmpty();
            }
        }

        @Test
        void poolsThatMayNotBeSeenAreNotThere() {
            try (var manila = new ScriptedManila("2.73")) {
                manila.answers("GET /scheduler-stats/pools/detail", 403, "{\"forbidden\": {\"message\": \"no\"}}");

                assertThat(manila.calls().pools().list(Optional.empty(), soon()))
                        .isEmpty();
            }
        }

        @Test
        void poolsTellTheRoomThatTheSchedulerSees() {
            try (var manila = new ScriptedManila("2.73")) {
                manila.answers("GET /scheduler-stats/pools/detail?share_type=t1", 200, """
                        {"pools": [
                         {"name": "h@b#thick", "host": "h", "backend": "b", "capabilities":
                          {"total_capacity_gb": 100.0, "free_capacity_gb": 60.0, "reserved_percentage": 10}},
                         {"name": "h@b#thin", "capabilities":
                          {"total_capacity_gb": 100, "free_capacity_gb": 60, "thin_provisioning": [true, false],
                           "max_over_subscription_ratio": "2.0", "provisioned_capacity_gb": 150}},
                         {"name": "h@b#endless", "capabilities":
                          {"total_capacity_gb": "infinite", "free_capacity_gb": "infinite"}}]}""");

                assertThat(manila.calls()
                                .pools()
                                .list(Optional.of("t1"), soon())
                                .orElseThrow())
                        .extracting(SharePool::freeGib)
                        .containsExactly(Optional.of(50L), Optional.of(50L), Optional.empty());
            }
        }

        @Test
        void groupSnapshotsTellTheirMembers() {
            try (var manila = new ScriptedManila("2.55")) {
                manila.answers("GET /share-group-snapshots/gs1", 200, """
                        {"share_group_snapshot": {"id": "gs1", "status": "available", "share_group_id": "g1",
                         "members": [{"id": "m1", "share_id": "s1", "size": 2}]}}""");

                assertThat(manila.calls().groupSnapshots().show("gs1", soon()).members())
                        .containsExactly(new ShareGroupSnapshot.Member("m1", "s1", Bytes.ofGib(2)));
            }
        }

        @Test
        void zonesAreNamed() {
            try (var manila = new ScriptedManila("2.73")) {
                manila.answers("GET /availability-zones", 200, """
                        {"availability_zones": [{"id": "1", "name": "az1"}, {"id": "2", "name": "az2"}]}""");

                assertThat(manila.calls().availabilityZones(soon())).containsExactly("az1", "az2");
            }
        }
    }
}
