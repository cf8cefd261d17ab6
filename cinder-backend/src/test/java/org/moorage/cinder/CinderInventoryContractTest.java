package org.moorage.cinder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.moorage.api.inventory.Inventory;
import org.moorage.api.inventory.OwnedObject;
import org.moorage.api.plugin.Backend;
import org.moorage.api.volume.VolumeId;
import org.moorage.testkit.InventoryContract;

class CinderInventoryContractTest extends InventoryContract {
    private final List<Backend> others = new ArrayList<>();

    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private int count;

    @AfterEach
    void stop() throws Exception {
        others.forEach(Backend::close);
    }

    private Backend other(String cluster) {
        var other = TestCloud.open(cloud.conf, Map.of("cluster", List.of(cluster)));
        others.add(other);
        return other;
    }

    @Override
    protected Inventory inventory() {
        return cloud.role(Inventory.class);
    }

    @Override
    protected Inventory unmarked() {
        return TestCloud.role(other(""), Inventory.class);
    }

    @Override
    protected String make() {
        return cloud.made("pvc-" + count++).value();
    }

    @Override
    protected OwnedObject makeByAnother() {
        var other = other("test2");
        TestCloud.role(other, CinderVolumes.class).create(TestCloud.volume("pvc-other", 1), TestCloud.soon());
        return TestCloud.role(other, Inventory.class).list(TestCloud.soon()).getFirst();
    }

    @Override
    protected void hold(String id) {
        cloud.attacher().attach(TestCloud.attachment(new VolumeId(id), cloud.node(0)), TestCloud.soon());
    }

    @Override
    protected boolean exists(String id) {
        return cloud.emulator.leftovers().volumes().stream().anyMatch(line -> line.contains(id));
    }

    @Override
    protected long writes() {
        return cloud.writes();
    }
}
