package org.moorage.benchmarks.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The credentials of a cloud as the driver for Manila takes them, in each call.
final class CloudSecrets {
    private static final Map<String, String> KEYS = Map.of(
            "auth-url", "os-authURL",
            "region", "os-region",
            "application-credential-id", "os-applicationCredentialID",
            "application-credential-secret", "os-applicationCredentialSecret");

    private CloudSecrets() {}

    /// Those that the emulator's cloud.conf has.
    static Map<String, String> of(Path cloudConf) throws IOException {
        var secrets = new HashMap<String, String>();
        for (var line : Files.readAllLines(cloudConf)) {
            var pair = line.split(" = ", 2);
            if (pair.length == 2 && KEYS.containsKey(pair[0])) {
                secrets.put(KEYS.get(pair[0]), pair[1]);
            }
        }
        return secrets;
    }
}
