package org.moorage.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.emulator.fault.RequestFault;
import org.moorage.emulator.policy.Policies;

final class ShareLimitsTest {
    private static final String SHARE = "{\"share\": {\"share_proto\": \"NFS\", \"size\": 2}}";

    @TempDir
    Path data;

    private Emulator cloud;
    private Caller caller;

    @BeforeEach
    void start() throws IOException {
        cloud = Emulator.start(EmulatorSettings.defaults(data)
                .devices(false)
                .shares(ShareSettings.defaults()
                        .version("2.44")
                        .exports(List.of(
                                new ShareSettings.Export("10.0.0.5", true, false),
                                new ShareSettings.Export("10.0.0.6", false, true)))));
        caller = Caller.login(cloud.cloudConf());
    }

    @AfterEach
    void stop() throws IOException {
        cloud.close();
    }

    @Test
    void olderCloudSpeaksNoLaterVersion() {
        var refused = caller.share("GET", "/shares", "", "2.45");

        assertThat(refused.status()).isEqualTo(406);
        assertThat(caller.share("GET", "/shares", "", "2.44").status()).isEqualTo(200);
        assertThat(caller.share("GET", "/", "", "2.44").json().findValuesAsText("version"))
                .containsExactly("2.44");
    }

    @Test
    void eachQuotaIsRefusedInManilasWords() {
        cloud.limitShares("shares", 0);
        assertThat(make().message()).startsWith("ShareLimitExceeded: Maximum number of shares allowed (0)");
        cloud.limitShares("shares", -1);
        cloud.limitShares("gigabytes", 1);
        assertThat(make().message()).startsWith("ShareSizeExceedsAvailableQuota: ");
        cloud.limitShares("gigabytes", -1);
        cloud.limitShares("per_share_gigabytes", 1);
        assertThat(make().message())
                .isEqualTo("ShareSizeExceedsLimit: Requested share size 2 is larger than maximum allowed limit 1.");
        assertThat(make().status()).isEqualTo(413);
        assertThat(make().response().headers().firstValue("Retry-After")).contains("0");
        assertThat(cloud.leftovers().none()).isTrue();
    }

    @Test
    void growthOverTheQuotaIsForbiddenRatherThanTooMuch() {
        var share = make().json().path("share").path("id").asText();
        caller.awaitShare(share, "available", "2.44");
        cloud.limitShares("gigabytes", 3);

        var refused = caller.share("POST", "/shares/" + share + "/action", "{\"extend\": {\"new_size\": 5}}", "2.44");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message()).contains("gigabytes quota");
    }

    @Test
    void snapshotQuotasAreTheirOwn() {
        var share = make().json().path("share").path("id").asText();
        caller.awaitShare(share, "available", "2.44");
        var body = "{\"snapshot\": {\"share_id\": \"" + share + "\"}}";

        cloud.limitShares("snapshots", 0);
        var count = caller.share("POST", "/snapshots", body, "2.44").message();
        cloud.limitShares("snapshots", -1);
        cloud.limitShares("snapshot_gigabytes", 1);
        var size = caller.share("POST", "/snapshots", body, "2.44").message();

        assertThat(count).startsWith("SnapshotLimitExceeded: ");
        assertThat(size).startsWith("SnapshotSizeExceedsAvailableQuota: ");
    }

    @Test
    void whatIsForAdministratorsIsForbiddenUntilThePolicyAllowsIt() {
        var share = make().json().path("share").path("id").asText();
        caller.awaitShare(share, "available", "2.44");
        var before = exports(share);

        assertThat(caller.share("GET", "/scheduler-stats/pools/detail", "", "2.44")
                        .status())
                .isEqualTo(403);
        cloud.policies().allow(Policies.SHARE_POOLS);
        cloud.policies().allow(Policies.ADMIN);

        var pools =
                caller.share("GET", "/scheduler-stats/pools/detail", "", "2.44").json();
        assertThat(pools.findValuesAsText("allocated_capacity_gb")).contains("2");
        assertThat(before).isEqualTo(1);
        assertThat(exports(share)).isEqualTo(2);
    }

    @Test
    void requestFaultsHitManilasRoutes() {
        cloud.faults().put(RequestFault.status("POST", "/shares", 503));

        assertThat(make().status()).isEqualTo(503);
        assertThat(make().status()).isEqualTo(200);
        assertThat(cloud.requests().counts()).containsEntry("share POST /shares", 2L);
    }

    private Caller.Reply make() {
        return caller.share("POST", "/shares", SHARE, "2.44");
    }

    private int exports(String share) {
        return caller.share("GET", "/shares/" + share + "/export_locations", "", "2.44")
                .json()
                .path("export_locations")
                .size();
    }
}
