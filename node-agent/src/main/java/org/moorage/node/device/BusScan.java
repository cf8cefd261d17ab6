package org.moorage.node.device;

import java.util.function.Consumer;
import org.moorage.node.device.Sysfs.ScsiHost;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// When SCSI hosts are asked for new disks while one is waited for. A disk that a hypervisor plugs in announces itself,
/// so a scan is only the cure for an announcement that was lost, and is asked for ever more seldom. Behind iSCSI and
/// Fibre Channel nothing announces itself, so those hosts are asked at once. SATA and USB are never asked: no cloud
/// attaches a volume there.
final class BusScan {
    private static final Logger log = LoggerFactory.getLogger(BusScan.class);

    /// After so many looks some seconds have gone by ({@link org.moorage.node.host.Waiting}).
    private static final int FIRST = 6;

    private final Sysfs sysfs;
    private final Consumer<ScsiHost> order;
    private int looks;
    private int next = FIRST;

    /// @param order gives the order to one host
    BusScan(Sysfs sysfs, Consumer<ScsiHost> order) {
        this.sysfs = sysfs;
        this.order = order;
    }

    /// A look has brought nothing.
    void lookedInVain(String serial) {
        var network = looks % FIRST == 0;
        var all = looks == next;
        if (all) {
            next *= 2;
        }
        looks++;
        if (network || all) {
            sysfs.scsiHosts().stream().filter(host -> all || host.network()).forEach(host -> scan(host, serial));
        }
    }

    private void scan(ScsiHost host, String serial) {
        log.atInfo()
                .addKeyValue("scsi_host", host.name())
                .addKeyValue("serial", serial)
                .log("a disk has not appeared, so the host of its bus is asked to look for it");
        order.accept(host);
    }
}
