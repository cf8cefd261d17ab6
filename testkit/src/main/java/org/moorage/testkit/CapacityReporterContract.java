package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.Capacity;
import org.moorage.api.volume.CapacityQuery;
import org.moorage.api.volume.CapacityReporter;
import org.moorage.api.volume.Topology;

/// What callers expect of a {@link CapacityReporter}.
public abstract class CapacityReporterContract {
    /// For subclasses.
    protected CapacityReporterContract() {}

    /// The role of a backend with room in its cloud.
    protected abstract CapacityReporter reporter();

    /// A place in which volumes can be made.
    protected abstract Topology place();

    /// A place of the same kind that the backend does not have.
    protected abstract Topology nowhere();

    /// The StorageClass parameters to use.
    protected Map<String, String> parameters() {
        return Map.of();
    }

    private Capacity ask(Map<String, String> parameters, Optional<Topology> place) {
        return reporter().capacity(new CapacityQuery(List.of(), parameters, place), Requests.soon());
    }

    @Test
    void roomIsToldForAPlaceAndForAll() {
        assertThat(ask(parameters(), Optional.of(place())).available()).isGreaterThan(Bytes.ofGib(0));
        assertThat(ask(parameters(), Optional.empty()).available()).isGreaterThan(Bytes.ofGib(0));
    }

    @Test
    void thereIsNoRoomInAnUnknownPlace() {
        var capacity = ask(parameters(), Optional.of(nowhere()));

        assertThat(capacity.available()).isEqualTo(Bytes.ofGib(0));
        assertThat(capacity.largest()).isEqualTo(Bytes.ofGib(0));
    }

    @Test
    void oneVolumeIsNoLargerThanAllTheRoom() {
        var capacity = ask(parameters(), Optional.of(place()));

        assertThat(capacity.largest()).isLessThanOrEqualTo(capacity.available());
        assertThat(capacity.smallest()).isLessThanOrEqualTo(capacity.largest());
    }

    @Test
    void keysOfTheOrchestratorsOwnDoNoHarm() {
        var parameters = new HashMap<>(parameters());
        parameters.put("csi.storage.k8s.io/fstype", "ext4");
        parameters.put("csi.storage.k8s.io/provisioner-secret-name", "cloud");

        assertThat(ask(parameters, Optional.of(place()))).isEqualTo(ask(parameters(), Optional.of(place())));
    }
}
