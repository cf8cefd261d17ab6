package org.moorage.benchmarks.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.moorage.openstack.config.CloudConfiguration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Reading a cloud.conf of three clouds from its file, which is done again whenever the file changes.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CloudConfBenchmark {
    private Path file = Path.of("");

    @Setup
    public void write() throws IOException {
        var text = new StringBuilder();
        for (var cloud : List.of("", " \"east\"", " \"west\"")) {
            text.append("""
                    [Global%s]
                    auth-url = https://keystone.example.org:5000/v3   ; where to log in
                    application-credential-id = "2f1a7c9e0b3d4e5f8a6b7c8d9e0f1a2b"
                    application-credential-secret = "not \\"a\\" secret"
                    region = RegionOne
                    os-endpoint-type = internal
                    tls-insecure = false
                    """.formatted(cloud));
        }
        text.append("""
                [BlockStorage]
                node-volume-attach-limit = 26
                rescan-on-resize
                [Metadata]
                search-order = metadataService,configDrive
                [LoadBalancer]
                lb-provider = octavia
                """);
        file = Files.writeString(Files.createTempFile("moorage-benchmark-", ".conf"), text);
    }

    @TearDown
    public void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    @Benchmark
    public CloudConfiguration readCloudConfOfThreeClouds() {
        return CloudConfiguration.read(List.of(file));
    }
}
