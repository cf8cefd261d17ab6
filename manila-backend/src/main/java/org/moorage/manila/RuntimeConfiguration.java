package org.moorage.manila;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.moorage.api.failure.Failure;

/// What `--runtime-config-file` says: a JSON file that is read at each use, so that a change needs no
/// new start. Lines that begin with `#` are comments, as the sample of the Go driver has them.
///
/// @param address `nfs.matchExportLocationAddress`: in which network the export location to use is
record RuntimeConfiguration(Optional<Network> address) {
    private static final String KEY = "nfs.matchExportLocationAddress";
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_YAML_COMMENTS).build();

    /// Reads the file; one that is not there says nothing.
    ///
    /// @throws Failure.Precondition it cannot be read, or is no such JSON
    static RuntimeConfiguration read(Path file) {
        try {
            var written = MAPPER.readTree(Files.readString(file));
            return new RuntimeConfiguration(address(file, written.at("/nfs/matchExportLocationAddress")));
        } catch (NoSuchFileException _) {
            return new RuntimeConfiguration(Optional.empty());
        } catch (JsonProcessingException e) {
            throw new Failure.Precondition("the runtime configuration " + file + " is no JSON at line "
                    + e.getLocation().getLineNr() + ": mend it, it is read again at each use");
        } catch (IOException e) {
            throw new Failure.Precondition("the runtime configuration " + file + " cannot be read: " + e.getMessage());
        }
    }

    private static Optional<Network> address(Path file, JsonNode written) {
        if (written.isMissingNode() || written.isNull() || written.asText().isBlank()) {
            return Optional.empty();
        }
        return Optional.of(Network.parse(written.asText().strip())
                .orElseThrow(() -> new Failure.Precondition("the runtime configuration " + file + ": " + KEY + " is '"
                        + written.asText() + "': use an address or a network such as 10.0.0.0/24")));
    }
}
