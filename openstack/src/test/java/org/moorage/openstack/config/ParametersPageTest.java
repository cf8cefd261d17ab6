package org.moorage.openstack.config;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.openstack.testing.ParametersPage;

/// What can be written into `cloud.conf` is on the page of parameters, in the words of its declaration.
class ParametersPageTest {
    @Test
    void tablesAreWhatIsDeclared() throws IOException {
        ParametersPage.tells(
                "### Global",
                List.of("key", "in a secret for Manila", "default", "meaning"),
                GlobalKeys.DECLARED.stream()
                        .map(key -> List.of(
                                code(key.key()),
                                Vocabulary.SECRET.spell(key.key()).equals(key.key())
                                        ? ""
                                        : code(Vocabulary.SECRET.spell(key.key())),
                                key.fallback(),
                                key.meaning()))
                        .toList());
        ParametersPage.tells("### BlockStorage", BlockStorageReader.DECLARED);
        ParametersPage.tells("### Metadata", MetadataReader.DECLARED);
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
