package org.moorage.manila;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.api.volume.Health;
import org.moorage.api.volume.Health.Ailment;
import org.moorage.api.volume.Health.Severity;
import org.moorage.openstack.sharedfilesystem.Share;

/// What is wrong with a share as Manila tells it (Shared File Systems API v2, "Shares"). Statuses that
/// pass by themselves are no ailment.
final class ShareAilments {
    private ShareAilments() {}

    /// What its status and that of its access rules say.
    static Health of(Share share) {
        List<Ailment> all = new ArrayList<>();
        ofStatus(share.status().text()).ifPresent(all::add);
        if (share.rulesFailed()) {
            all.add(new Ailment(
                    Severity.DEGRADED,
                    "AccessRulesError",
                    "the share's server refused one of its access rules: who has mounted it goes on, others may be"
                            + " refused until the rule in error is revoked"));
        }
        return new Health(all);
    }

    private static Optional<Ailment> ofStatus(String status) {
        var said = "the share's status in Manila is " + status;
        return switch (status) {
            case "shrinking_possible_data_loss_error" ->
                Optional.of(
                        new Ailment(
                                Severity.DEGRADED,
                                "ShrinkRefused",
                                said
                                        + ": it holds more than it was to be shrunk to; an administrator has to reset its status"));
            case "reverting_error" ->
                Optional.of(new Ailment(
                        Severity.DATA_LOSS,
                        "RevertFailed",
                        said + ": it was put back to a snapshot only in part; an administrator has to look at it"));
            case "extending_error", "shrinking_error", "unmanage_error", "manage_error" ->
                Optional.of(new Ailment(
                        Severity.DEGRADED,
                        "ErrorStatus",
                        said + ": who has mounted it goes on, but nothing else can be done with it until an"
                                + " administrator resets its status"));
            case "inactive" ->
                Optional.of(new Ailment(
                        Severity.INACCESSIBLE, "Inactive", said + ": its server is stopped, or it is being moved"));
            case String other
            when other.contains("error") ->
                Optional.of(new Ailment(
                        Severity.INACCESSIBLE,
                        "ErrorStatus",
                        said + ": it cannot be mounted anew; Manila's messages and its log say why"));
            default -> Optional.empty();
        };
    }
}
