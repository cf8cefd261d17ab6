package org.moorage.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.csi.v1.GetPluginInfoRequest;
import org.moorage.csi.v1.IdentityGrpc;
import org.moorage.csi.v1.NodeExpandVolumeRequest;
import org.moorage.csi.v1.NodeGetCapabilitiesRequest;
import org.moorage.csi.v1.NodeGetInfoRequest;
import org.moorage.csi.v1.NodeGetVolumeStatsRequest;
import org.moorage.csi.v1.NodeGrpc;
import org.moorage.csi.v1.NodePublishVolumeRequest;
import org.moorage.csi.v1.NodeServiceCapability.RPC.Type;
import org.moorage.csi.v1.NodeStageVolumeRequest;
import org.moorage.csi.v1.NodeUnpublishVolumeRequest;
import org.moorage.csi.v1.NodeUnstageVolumeRequest;
import org.moorage.csi.v1.ProbeRequest;
import org.moorage.server.Calls;
import org.moorage.server.FakeDriver;
import org.moorage.server.FakePartnered;
import org.moorage.server.StubPartner;
import org.moorage.server.command.RunningServer;

@Timeout(60)
class PartneredNodeServiceTest {
    private static final Type[] STAGING = {Type.STAGE_UNSTAGE_VOLUME, Type.GET_VOLUME_STATS};
    private static final Map<String, String> TOLD = Map.of("server", "192.0.2.7", "share", "/vol-1");
    private static final NodeStageVolumeRequest STAGE = ((NodeStageVolumeRequest) Calls.STAGE.request())
            .toBuilder()
                    .putVolumeContext("shareID", "1")
                    .putPublishContext("kept", "yes")
                    .putSecrets("os-password", "of-the-cloud")
                    .build();
    private static final NodePublishVolumeRequest PUBLISH = ((NodePublishVolumeRequest) Calls.PUBLISH.request())
            .toBuilder()
                    .putVolumeContext("shareID", "1")
                    .putSecrets("os-password", "of-the-cloud")
                    .setReadonly(true)
                    .build();

    private final Path socket;
    private final FakePartnered role;
    private final FakeDriver driver;
    private RunningServer server;

    PartneredNodeServiceTest(@TempDir Path directory) {
        socket = directory.resolve("partner.sock");
        role = new FakePartnered(socket);
        driver = FakeDriver.withRoles(role);
        server = RunningServer.of(driver);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private NodeGrpc.NodeBlockingStub node() {
        return NodeGrpc.newBlockingStub(server.channel());
    }

    private List<Type> announced() {
        return node()
                .nodeGetCapabilities(NodeGetCapabilitiesRequest.getDefaultInstance())
                .getCapabilitiesList()
                .stream()
                .map(one -> one.getRpc().getType())
                .toList();
    }

    @Nested
    class WhatIsHandedOn {
        @Test
        void stagingSaysWhatThePartnerUnderstandsAndNothingOfTheCloud() {
            try (var partner = StubPartner.at(socket, STAGING)) {
                node().nodeStageVolume(STAGE);

                assertThat(partner.received(NodeStageVolumeRequest.class))
                        .containsExactly(STAGE.toBuilder()
                                .clearVolumeContext()
                                .putAllVolumeContext(TOLD)
                                .clearSecrets()
                                .putSecrets("userKey", "for-partner")
                                .build());
            }
        }

        @Test
        void publishingAfterStagingNeedsNoSecondTranslationAndNoSecrets() {
            try (var partner = StubPartner.at(socket, STAGING)) {
                node().nodeStageVolume(STAGE);
                node().nodePublishVolume(PUBLISH);

                assertThat(role.translated()).hasSize(1);
                assertThat(partner.received(NodePublishVolumeRequest.class))
                        .containsExactly(PUBLISH.toBuilder()
                                .clearVolumeContext()
                                .putAllVolumeContext(TOLD)
                                .clearSecrets()
                                .build());
            }
        }

        @Test
        void publishingAfterARestartTranslatesAnewOnce() {
            try (var partner = StubPartner.at(socket, STAGING)) {
                node().nodeStageVolume(STAGE);
                server.close();
                server = RunningServer.of(driver);

                node().nodePublishVolume(PUBLISH);
                node().nodePublishVolume(PUBLISH);

                assertThat(role.translated()).hasSize(2);
                assertThat(role.translated().getLast().secrets().byKey()).containsKey("os-password");
                assertThat(partner.received(NodePublishVolumeRequest.class))
                        .allSatisfy(sent -> assertThat(sent.getSecretsMap()).isEmpty())
                        .extracting(NodePublishVolumeRequest::getVolumeContextMap)
                        .containsExactly(TOLD, TOLD);
            }
        }

        @Test
        void aVolumeThatWasUnstagedIsTranslatedAnew() {
            try (var partner = StubPartner.at(socket, STAGING)) {
                node().nodeStageVolume(STAGE);
                node().nodeUnstageVolume((NodeUnstageVolumeRequest) Calls.UNSTAGE.request());
                node().nodePublishVolume(PUBLISH);

                assertThat(role.translated()).hasSize(2);
                assertThat(partner.received(NodeUnstageVolumeRequest.class))
                        .containsExactly((NodeUnstageVolumeRequest) Calls.UNSTAGE.request());
            }
        }

        @Test
        void aPartnerThatDoesNotStageGetsItsSecretsWhenItPublishes() {
            try (var partner = StubPartner.at(socket)) {
                node().nodePublishVolume(PUBLISH);

                assertThat(partner.received(NodePublishVolumeRequest.class)
                                .getFirst()
                                .getSecretsMap())
                        .isEqualTo(Map.of("userKey", "for-partner"));
            }
        }

        @Test
        void allElseGoesAsItCameAndAnswersComeAsTheyWere() {
            try (var partner = StubPartner.at(socket, STAGING)) {
                Calls.UNPUBLISH.send(server.channel());
                Calls.STATS.send(server.channel());
                var grown = node().nodeExpandVolume(((NodeExpandVolumeRequest) Calls.NODE_EXPAND.request())
                        .toBuilder().putSecrets("os-password", "of-the-cloud").build());

                assertThat(partner.received(NodeUnpublishVolumeRequest.class))
                        .containsExactly((NodeUnpublishVolumeRequest) Calls.UNPUBLISH.request());
                assertThat(partner.received(NodeGetVolumeStatsRequest.class))
                        .containsExactly((NodeGetVolumeStatsRequest) Calls.STATS.request());
                assertThat(partner.received(NodeExpandVolumeRequest.class))
                        .containsExactly((NodeExpandVolumeRequest) Calls.NODE_EXPAND.request());
                assertThat(grown.getCapacityBytes()).isEqualTo(7);
            }
        }

        @Test
        void whoTheNodeIsWeSayOurselves() {
            try (var _ = StubPartner.at(socket, STAGING)) {
                assertThat(node().nodeGetInfo(NodeGetInfoRequest.getDefaultInstance())
                                .getNodeId())
                        .isEqualTo("node-1");
            }
        }

        @Test
        void aRequestThatIsNoneReachesNeitherBackendNorPartner() {
            try (var partner = StubPartner.at(socket, STAGING)) {
                var bad = Calls.STAGE.with(
                        STAGE.toBuilder().setStagingTargetPath("relative").build());

                assertThat(bad.status(server.channel()).getCode()).isEqualTo(Code.INVALID_ARGUMENT);
                assertThat(role.translated()).isEmpty();
                assertThat(partner.received(NodeStageVolumeRequest.class)).isEmpty();
            }
        }

        @Test
        void noSecretReachesTheLog() {
            try (var _ = StubPartner.at(socket, STAGING);
                    var verbose = RunningServer.verbose(driver, 6)) {
                NodeGrpc.newBlockingStub(verbose.channel()).nodeStageVolume(STAGE);

                assertThat(verbose.log())
                        .contains("rpc=NodeStageVolume")
                        .doesNotContain("of-the-cloud")
                        .doesNotContain("for-partner");
            }
        }
    }

    @Nested
    class APartnerInTrouble {
        @Test
        void oneThatHasNotComeIsWaitedForWithoutAnExit() {
            assertThat(Calls.STAGE.with(STAGE).status(server.channel()))
                    .satisfies(status -> assertThat(status.getCode()).isEqualTo(Code.UNAVAILABLE))
                    .satisfies(status -> assertThat(status.getDescription())
                            .contains(socket.toString(), "cannot be reached", "No such file"));
            assertThatThrownBy(PartneredNodeServiceTest.this::announced)
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e -> assertThat(e.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE));
            assertThat(server.logLines("waiting for the partner")).hasSize(1);

            try (var _ = StubPartner.at(socket, STAGING)) {
                assertThat(announced()).containsExactly(STAGING);
                assertThat(Calls.STAGE.with(STAGE).status(server.channel())).isEqualTo(Status.OK);
                assertThat(server.logLines("partner=stub.partner.org", "version=4.12"))
                        .hasSize(1);
            }
        }

        @Test
        void itsErrorsGoUpWithTheirCodeAndItsName() {
            try (var partner = StubPartner.at(socket, STAGING)) {
                partner.fail("NodeStageVolume", Status.PERMISSION_DENIED.withDescription("mount: access\ndenied"));

                assertThat(Calls.STAGE.with(STAGE).status(server.channel()))
                        .satisfies(status -> assertThat(status.getCode()).isEqualTo(Code.PERMISSION_DENIED))
                        .satisfies(status -> assertThat(status.getDescription())
                                .contains("partner", socket.toString(), "answered: mount: access denied"));

                partner.heal("NodeStageVolume");
                assertThat(Calls.STAGE.with(STAGE).status(server.channel())).isEqualTo(Status.OK);
            }
        }

        @Test
        void theCallersDeadlineIsItsDeadlineWithAMomentToSpare() {
            try (var partner = StubPartner.at(socket, STAGING)) {
                node().withDeadlineAfter(Duration.ofSeconds(60)).nodeStageVolume(STAGE);

                assertThat(partner.deadlines().getLast()).isBetween(Duration.ofSeconds(40), Duration.ofMillis(59_900));
            }
        }

        @Test
        void oneThatHangsHoldsACallNoLongerThanItsDeadlineAndNoOtherVolume() throws Exception {
            try (var partner = StubPartner.at(socket, STAGING)) {
                var arrived = partner.hang("NodeStageVolume");
                var answer = CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                node().withDeadlineAfter(Duration.ofSeconds(3)).nodeStageVolume(STAGE);
                                return Status.OK;
                            } catch (StatusRuntimeException e) {
                                return e.getStatus();
                            }
                        },
                        Thread::startVirtualThread);
                assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

                var other = STAGE.toBuilder().setVolumeId("vol-2").build();
                assertThat(Calls.STAGE.with(other).status(server.channel())).isEqualTo(Status.OK);
                assertThat(answer.get(10, TimeUnit.SECONDS).getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
                assertThat(Calls.STAGE.with(STAGE).status(server.channel())).isEqualTo(Status.OK);
            }
        }

        @Test
        void oneThatDiesUnderACallIsUnavailableAndItsSuccessorIsFound() throws Exception {
            var dying = StubPartner.at(socket, STAGING);
            var arrived = dying.hang("NodeStageVolume");
            var answer = CompletableFuture.supplyAsync(
                    () -> Calls.STAGE.with(STAGE).status(server.channel()), Thread::startVirtualThread);
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

            dying.die();

            assertThat(answer.get(10, TimeUnit.SECONDS).getCode()).isEqualTo(Code.UNAVAILABLE);
            try (var successor = StubPartner.at(socket, STAGING)) {
                assertThat(Calls.STAGE.with(STAGE).status(server.channel())).isEqualTo(Status.OK);
                assertThat(successor.received(NodeStageVolumeRequest.class)).hasSize(1);
            }
        }

        @Test
        void oneThatIsAwayForAMomentKeepsItsCapabilities() {
            try (var _ = StubPartner.at(socket, STAGING)) {
                assertThat(announced()).containsExactly(STAGING);
            }

            assertThat(announced()).containsExactly(STAGING);
        }

        @Test
        void aNewOneBringsItsOwnCapabilities() {
            try (var _ = StubPartner.at(socket)) {
                assertThat(announced()).isEmpty();
            }
            try (var _ = StubPartner.at(socket, STAGING)) {
                assertThat(announced()).containsExactly(STAGING);
            }
        }
    }

    @Nested
    class WhetherTheDriverIsReady {
        private static boolean ready(RunningServer server) {
            return IdentityGrpc.newBlockingStub(server.channel())
                    .probe(ProbeRequest.getDefaultInstance())
                    .getReady()
                    .getValue();
        }

        @Test
        void aNodeIsReadyFromTheMomentThatItsPartnerHasAnswered() {
            try (var node = RunningServer.of(driver, "--provide-controller-service=false")) {
                assertThat(ready(node)).isFalse();

                try (var _ = StubPartner.at(socket, STAGING)) {
                    assertThat(ready(node)).isTrue();
                }
                assertThat(ready(node)).isTrue();
            }
        }

        @Test
        void aControllerWaitsForNoPartnerAndAsksForNone() {
            assertThat(ready(server)).isTrue();
            try (var partner = StubPartner.at(socket, STAGING);
                    var controller = RunningServer.of(driver, "--provide-node-service=false")) {
                assertThat(ready(controller)).isTrue();
                assertThat(partner.received(GetPluginInfoRequest.class)).isEmpty();
            }
        }
    }
}
