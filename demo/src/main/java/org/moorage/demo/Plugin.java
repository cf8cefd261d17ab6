package org.moorage.demo;

import java.util.List;

/// A running CSI server and the connection to it.
record Plugin(ServerProcess process, CsiClient csi) implements AutoCloseable {
    /// Connects to a server that was just started.
    static Plugin of(ServerProcess process) {
        return new Plugin(process, new CsiClient(process.socket()));
    }

    void awaitReady() {
        csi.awaitReady(process::alive);
    }

    /// Kills servers, and goes on with others in their places.
    static void replace(List<Plugin> plugins) {
        plugins.forEach(plugin -> plugin.process.killAndRestart());
        plugins.forEach(plugin -> {
            plugin.csi.reconnect();
            plugin.awaitReady();
        });
    }

    @Override
    public void close() {
        csi.close();
        process.close();
    }
}
