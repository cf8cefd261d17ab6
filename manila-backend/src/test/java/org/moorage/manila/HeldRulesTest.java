package org.moorage.manila;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeId;
import org.moorage.api.plugin.Backend;
import org.moorage.api.volume.AccessMode;
import org.moorage.api.volume.AttachSpec;
import org.moorage.api.volume.ModifySpec;
import org.moorage.api.volume.VolumeAttacher;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.fault.Fault;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;
import org.moorage.emulator.fault.RequestFault;
import org.moorage.openstack.sharedfilesystem.AccessRule;
import org.moorage.openstack.sharedfilesystem.NewAccessRule;
import org.moorage.openstack.sharedfilesystem.RuleState;

/// Several whom one access rule serves: nodes behind one address, or a node that the class's list names. None of
/// them is cut off because another goes, whatever happens at one time, and the last one takes the rule along.
class HeldRulesTest {
    private static final Map<String, List<String>> OPTIONS =
            Map.of("attach-required", List.of("true"), "node-networks", List.of("10.0.0.0/16", "fd00::/16"));
    private static final String ACTION = "/shares/{id}/action";
    private static final String RULES = "/share-access-rules";
    private static final String MARKS = "/share-access-rules/{id}/metadata";

    @AutoClose
    private final TestCloud cloud = TestCloud.start(OPTIONS);

    @AutoClose
    private final Backend other = TestCloud.open(OPTIONS);

    private final NodeId first = cloud.node(0);
    private final NodeId second = cloud.node(1);

    /// Both nodes are behind one address.
    @BeforeEach
    void start() {
        for (var node : List.of(first, second)) {
            cloud.emulator.connectServer(node.value(), "storage", "10.0.0.7");
        }
    }

    private VolumeId made(String clients) {
        return cloud.volumes()
                .create(cloud.volume("pvc-1", Map.of("nfs-shareClient", clients)), TestCloud.soon())
                .id();
    }

    private VolumeAttacher here() {
        return cloud.role(VolumeAttacher.class);
    }

    private VolumeAttacher elsewhere() {
        return TestCloud.role(other, VolumeAttacher.class);
    }

    private AttachSpec spec(VolumeId volume, NodeId node, VolumeCapability use) {
        return new AttachSpec(volume, node, use, false, Map.of(), cloud.secrets());
    }

    private void attach(VolumeAttacher at, VolumeId volume, NodeId node) {
        var _ = at.attach(spec(volume, node, TestCloud.SHARED), TestCloud.soon());
    }

    private void detach(VolumeAttacher at, VolumeId volume, NodeId node) {
        detach(at, volume, node, TestCloud.soon());
    }

    private void detach(VolumeAttacher at, VolumeId volume, NodeId node, Deadline deadline) {
        at.detach(volume, Optional.of(node), cloud.secrets(), deadline);
    }

    private void list(VolumeId volume, String clients) {
        cloud.modifier()
                .modify(new ModifySpec(volume, Map.of("nfs-shareClient", clients), cloud.secrets()), TestCloud.soon());
    }

    private void meanwhile(String method, String pattern, Runnable deed) {
        cloud.emulator.faults().put(RequestFault.meanwhile(method, pattern, deed));
    }

    private AccessRule rule(VolumeId volume) {
        var rules = cloud.ruleObjects(volume);
        assertThat(rules).hasSize(1);
        return rules.getFirst();
    }

    private void assertServes(VolumeId volume, NodeId... nodes) {
        assertThat(rule(volume).state()).isEqualTo(RuleState.Known.ACTIVE);
        for (var node : nodes) {
            assertThat(Holder.node(node).holds(rule(volume))).isTrue();
        }
    }

    @Test
    void nodesBehindOneAddressLeaveOneByOne() {
        var volume = made("none");
        attach(here(), volume, first);
        attach(here(), volume, second);
        detach(here(), volume, first);
        assertServes(volume, second);

        detach(here(), volume, second);

        assertThat(cloud.rules(volume)).isEmpty();
    }

    /// A rule that does not show yet that a node has left is looked at again after a pause, as all that is waited for.
    @Test
    void ruleThatDoesNotShowWhoHasLeftIsAskedForAtAPace() {
        var volume = made("none");
        attach(here(), volume, first);
        attach(here(), volume, second);
        cloud.emulator
                .faults()
                .put(RequestFault.status("DELETE", MARKS + "/*", 404).times(Fault.ALWAYS));
        cloud.emulator.requests().reset();

        assertThatThrownBy(() -> detach(here(), volume, first, TestCloud.within(Duration.ofSeconds(1))))
                .isInstanceOf(Failure.Unfinished.class);

        // A tenth of a second is the least pause.
        assertThat(cloud.emulator.requests().count("GET", RULES)).isLessThanOrEqualTo(12);
        cloud.emulator.faults().heal();
        detach(here(), volume, first);
        assertServes(volume, second);
        assertThat(Holder.node(first).holds(rule(volume))).isFalse();
    }

    /// Each sees the other, and neither is the last.
    @Test
    void nodesBehindOneAddressThatLeaveAtOneTimeLeaveNoRule() {
        var volume = made("none");
        attach(here(), volume, first);
        attach(here(), volume, second);
        meanwhile("DELETE", MARKS + "/{key}", () -> detach(elsewhere(), volume, second));

        detach(here(), volume, first);

        assertThat(cloud.rules(volume)).isEmpty();
    }

    @Test
    void ruleThatServesNobodyAnyMoreGoesWithTheNextThatLeaves() {
        var volume = made("none");
        attach(here(), volume, first);
        var rule = rule(volume);
        var _ = cloud.look(manila -> {
            manila.accessRules().removeMetadata(rule.id(), Holder.node(first).key(), TestCloud.soon());
            return true;
        });

        detach(here(), volume, first);

        assertThat(cloud.rules(volume)).isEmpty();
    }

    @Test
    void shareThatIsClosedToAllNodesKeepsTheListsRules() {
        var volume = made("10.0.0.7");
        cloud.emulator.connectServer(cloud.node(2).value(), "storage", "10.0.0.9");
        for (var node : List.of(first, second, cloud.node(2))) {
            attach(here(), volume, node);
        }

        here().detach(volume, Optional.empty(), cloud.secrets(), TestCloud.soon());

        assertThat(cloud.rules(volume)).containsExactly("10.0.0.7 rw");
        assertThat(Holder.nodes(rule(volume))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.7", "10.0.0.7:ro", "10.0.0.7/32"})
    void ruleOfTheListStaysWhenTheLastNodeGoes(String clients) {
        var volume = made(clients);
        var before = rule(volume);
        attach(here(), volume, first);

        detach(here(), volume, first);

        assertThat(rule(volume).id()).isEqualTo(before.id());
        assertThat(cloud.rules(volume)).hasSize(1);
    }

    @Test
    void ruleOfANodeStaysForTheListThatNamesItsAddressLater() {
        var volume = made("none");
        attach(here(), volume, first);
        list(volume, "10.0.0.7");

        detach(here(), volume, first);

        assertThat(cloud.rules(volume)).containsExactly("10.0.0.7 rw");
        list(volume, "none");
        assertThat(cloud.rules(volume)).isEmpty();
    }

    @Test
    void nodeKeepsTheRuleThatTheListGivesUp() {
        var volume = made("10.0.0.7");
        attach(here(), volume, first);

        list(volume, "10.9.0.0/24");

        assertThat(cloud.rules(volume)).containsExactly("10.0.0.7 rw", "10.9.0.0/24 rw");
        detach(here(), volume, first);
        assertThat(cloud.rules(volume)).containsExactly("10.9.0.0/24 rw");
    }

    @Test
    void listDoesNotTakeTheRightToWriteFromANode() {
        var volume = made("none");
        attach(here(), volume, first);

        assertThatThrownBy(() -> list(volume, "10.0.0.7:ro"))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining(first.value());
        assertThat(cloud.rules(volume)).containsExactly("10.0.0.7 rw");
        assertServes(volume, first);
    }

    @Test
    void nodeThatComesBeforeTheRuleIsMarkedAsLeavingKeepsIt() {
        var volume = made("none");
        attach(here(), volume, first);
        var before = rule(volume).id();
        meanwhile("PUT", MARKS, () -> attach(elsewhere(), volume, second));

        detach(here(), volume, first);

        assertServes(volume, second);
        assertThat(rule(volume).id()).isEqualTo(before);
        assertThat(Holder.node(first).holds(rule(volume))).isFalse();
        assertThat(Holder.leaving(rule(volume))).isEmpty();
    }

    @Test
    void nodeThatComesJustBeforeTheRuleIsRevokedHasOneOfItsOwn() {
        var volume = made("none");
        attach(here(), volume, first);
        meanwhile("POST", ACTION, () -> attach(elsewhere(), volume, second));

        detach(here(), volume, first);

        assertServes(volume, second);
        assertThat(Holder.node(first).holds(rule(volume))).isFalse();
        detach(here(), volume, second);
        assertThat(cloud.rules(volume)).isEmpty();
    }

    @Test
    void addressThatTheListTakesUpJustBeforeItsRuleIsRevokedKeepsARule() {
        var volume = made("none");
        attach(here(), volume, first);
        meanwhile("POST", ACTION, () -> list(volume, "10.0.0.7"));

        detach(here(), volume, first);

        assertServes(volume);
        assertThat(Holder.nodes(rule(volume))).isEmpty();
    }

    @Test
    void nodeThatComesJustBeforeTheListGivesUpItsRuleIsServed() {
        var volume = made("10.0.0.7");
        meanwhile("POST", ACTION, () -> attach(elsewhere(), volume, first));

        list(volume, "none");

        assertServes(volume, first);
        detach(here(), volume, first);
        assertThat(cloud.rules(volume)).isEmpty();
    }

    /// The leader changes while it detaches: the new one does the same, and then attaches for the next pod.
    @Test
    void lateRevocationOfAnEarlierLeaderDoesNotHitTheNextAttachment() {
        var volume = made("none");
        attach(here(), volume, first);
        meanwhile("POST", ACTION, () -> {
            detach(elsewhere(), volume, first);
            attach(elsewhere(), volume, first);
        });

        detach(here(), volume, first);

        assertServes(volume, first);
    }

    @Test
    void twoLeadersThatAttachOneNodeMakeOneRule() {
        var volume = made("none");
        meanwhile("POST", ACTION, () -> attach(elsewhere(), volume, first));

        attach(here(), volume, first);

        assertServes(volume, first);
        detach(here(), volume, first);
        assertThat(cloud.rules(volume)).isEmpty();
    }

    @Test
    void detachmentThatFindsTheRuleOnItsWayOutAwaitsItsEnd() {
        var volume = made("none");
        attach(here(), volume, first);
        cloud.emulator.faults().put(OperationFault.hanging(Operation.UPDATE_ACCESS));
        assertThatThrownBy(() -> detach(here(), volume, first, cloud.onceOneHangs()))
                .isInstanceOf(Failure.Unfinished.class);
        assertThatThrownBy(() -> detach(here(), volume, first, TestCloud.within(Duration.ofMillis(400))))
                .isInstanceOf(Failure.Unfinished.class);
        assertThat(rule(volume).state().leaving()).isTrue();
        cloud.emulator.faults().heal();

        detach(here(), volume, first);

        assertThat(cloud.rules(volume)).isEmpty();
    }

    @Test
    void nodeThatComesWhileItsRuleIsOnItsWayOutIsGrantedAnew() {
        var volume = made("none");
        attach(here(), volume, first);
        var before = rule(volume).id();
        cloud.emulator.faults().put(OperationFault.hanging(Operation.UPDATE_ACCESS));
        assertThatThrownBy(() -> detach(here(), volume, first, cloud.onceOneHangs()))
                .isInstanceOf(Failure.Unfinished.class);
        meanwhile("GET", RULES, () -> {});
        meanwhile("GET", RULES, () -> cloud.emulator.faults().heal());

        attach(here(), volume, first);

        assertServes(volume, first);
        assertThat(rule(volume).id()).isNotEqualTo(before);
    }

    @Test
    void processThatEndsBetweenTheMarkAndTheRevocationStopsNobody() {
        var volume = made("none");
        attach(here(), volume, first);
        var rule = rule(volume);
        var _ = cloud.look(manila -> {
            var mark = Map.of(ManilaNames.LEAVING_MARK, Holder.node(first).key());
            manila.accessRules().putMetadata(rule.id(), mark, TestCloud.soon());
            return true;
        });

        attach(here(), volume, second);

        assertServes(volume, second);
        assertThat(rule(volume).id()).isNotEqualTo(rule.id());
        detach(here(), volume, first);
        assertServes(volume, second);
    }

    private AccessRule couldNotBeRevoked(VolumeId volume) {
        attach(here(), volume, first);
        cloud.emulator.faults().put(OperationFault.failing(Operation.UPDATE_ACCESS));
        assertThatThrownBy(() -> detach(here(), volume, first)).isInstanceOf(Failure.Unavailable.class);
        assertThat(rule(volume).state()).isEqualTo(RuleState.Known.ERROR);
        return rule(volume);
    }

    @Test
    void ruleThatCouldNotBeRevokedIsRevokedByTheRepeat() {
        var volume = made("none");
        couldNotBeRevoked(volume);

        detach(here(), volume, first);

        assertThat(cloud.rules(volume)).isEmpty();
    }

    @Test
    void ruleInErrorIsGrantedAnewForAllWhoUseIt() {
        var volume = made("none");
        var rule = couldNotBeRevoked(volume);
        var _ = cloud.look(manila -> {
            manila.accessRules().removeMetadata(rule.id(), ManilaNames.LEAVING_MARK, TestCloud.soon());
            manila.accessRules().putMetadata(rule.id(), Holder.marks(Set.of(Holder.node(second))), TestCloud.soon());
            return true;
        });

        attach(here(), volume, first);

        assertServes(volume, first, second);
        assertThat(rule(volume).id()).isNotEqualTo(rule.id());
    }

    /// The server refuses the rules that are applied together with one that it does not know.
    @Test
    void ruleOfTheListThatFailsUnderANodeIsNotRevoked() {
        var volume = made("none");
        cloud.emulator.faults().put(OperationFault.hanging(Operation.UPDATE_ACCESS));
        grant(volume, "ip", "10.50.0.0/24");
        while (cloud.emulator.faults().hangingOperations() == 0) {
            Thread.onSpinWait();
        }
        var listed = grant(volume, "ip", "10.0.0.7");
        grant(volume, "user", "alice");
        meanwhile("GET", "/shares/{id}", () -> {});
        meanwhile("GET", "/shares/{id}", () -> cloud.emulator.faults().heal());

        assertThatThrownBy(() -> attach(here(), volume, first)).isInstanceOf(Failure.Broken.class);

        var left = cloud.ruleObjects(volume).stream()
                .filter(rule -> rule.id().equals(listed.id()))
                .findFirst()
                .orElseThrow();
        assertThat(left.state()).isEqualTo(RuleState.Known.ERROR);
        assertThat(Holder.nodes(left)).isEmpty();
    }

    private AccessRule grant(VolumeId volume, String type, String to) {
        return cloud.look(manila -> manila.accessRules()
                .grant(volume.value(), new NewAccessRule(type, to, "rw", Map.of()), TestCloud.soon()));
    }

    @Test
    void nodeWithTwoAddressesIsGrantedBothAndLeavesBoth() {
        cloud.emulator.connectServer(first.value(), "storage", "fd00::7");
        var volume = made("none");
        attach(here(), volume, first);
        attach(here(), volume, second);
        assertThat(cloud.rules(volume)).containsExactly("10.0.0.7 rw", "fd00::7 rw");

        detach(here(), volume, first);

        assertThat(cloud.rules(volume)).containsExactly("10.0.0.7 rw");
        assertServes(volume, second);
    }

    @Test
    void ofTwoNodesThatComeAtOneTimeToAShareForOneAtMostOneHasIt() {
        var volume = made("none");
        cloud.emulator.connectServer(cloud.node(2).value(), "storage", "10.0.0.9");
        var alone = new VolumeCapability(TestCloud.SHARED.access(), AccessMode.SINGLE_NODE_WRITER);
        meanwhile("POST", ACTION, () -> elsewhere().attach(spec(volume, cloud.node(2), alone), TestCloud.soon()));

        assertThatThrownBy(() -> here().attach(spec(volume, first, alone), TestCloud.soon()))
                .isInstanceOf(Failure.Aborted.class)
                .hasMessageContaining(cloud.node(2).value());
        assertThat(cloud.rules(volume)).containsExactly("10.0.0.9 rw");
    }
}
