package org.moorage.openstack.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.moorage.api.Secret;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;

/// The access to a cloud that the secrets of a request give, with the keys of the Go driver for Manila (`os-authURL`
/// and its like); keys that are none of these are passed over. Safe for many threads.
public final class SecretAccess {
    private static final String PREFIX = "os-";
    private static final Place PLACE = new Place(Path.of("the secret"), 0);

    private final CloudRevision revision;
    private final SeenFiles seen;

    private SecretAccess(CloudRevision revision, SeenFiles seen) {
        this.revision = revision;
        this.seen = seen;
    }

    /// Whether the secrets speak of a cloud at all.
    public static boolean among(Secrets secrets) {
        return secrets.byKey().keySet().stream().anyMatch(key -> key.startsWith(PREFIX));
    }

    /// Reads the secrets, and the `clouds.yaml` that they name.
    ///
    /// @throws Failure.Invalid the secrets are not enough, or contradict each other; it lists every problem
    public static SecretAccess read(Secrets secrets) {
        return read(secrets, CloudsFiles.ofThisProcess());
    }

    static SecretAccess read(Secrets secrets, CloudsFiles cloudsFiles) {
        var problems = new ArrayList<String>();
        var section = new Section("", Vocabulary.SECRET, problems);
        new TreeMap<>(secrets.byKey())
                .forEach((key, value) -> Vocabulary.keyOfSecret(key)
                        .map(known -> new Setting("", "", known, Optional.of(plain(known, value)), PLACE))
                        .ifPresent(section::put));
        checkEach(secrets, problems);
        checkTogether(secrets, problems);
        var seen = new SeenFiles();
        var access = complete(section, cloudsFiles, seen, problems)
                ? new AccessReader(section, problems).read()
                : Optional.<CloudAccess>empty();
        if (access.isEmpty() || !problems.isEmpty()) {
            throw new Failure.Invalid("invalid OpenStack secrets: " + String.join("; ", problems));
        }
        var tlsFiles = access.get().tls().files();
        tlsFiles.forEach(seen::look);
        return new SecretAccess(new CloudRevision(access.get(), seen.state(tlsFiles)), seen);
    }

    /// What to log in with.
    public CloudAccess access() {
        return revision.access();
    }

    /// Whether a file that the secrets name holds something else by now.
    public boolean outdated() {
        return seen.changed();
    }

    /// The Go driver takes `t` and `f` for a switch as well.
    private static Secret plain(String key, Secret value) {
        var text = value.reveal();
        return key.equals(GlobalKeys.USE_CLOUDS) && text.matches("[tTfF]")
                ? new Secret(Boolean.toString(text.equalsIgnoreCase("t")))
                : value;
    }

    private static boolean complete(Section section, CloudsFiles cloudsFiles, SeenFiles seen, List<String> problems) {
        if (!section.enabled(GlobalKeys.USE_CLOUDS)) {
            return true;
        }
        var found = cloudsFiles.find(section, seen, problems);
        found.ifPresent(cloud -> section.fill(cloud.values(), cloud.file()));
        return found.isPresent();
    }

    private static void checkEach(Secrets secrets, List<String> problems) {
        secrets.byKey().entrySet().stream()
                .filter(entry -> Vocabulary.keyOfSecret(entry.getKey()).isPresent())
                .filter(entry -> entry.getValue().reveal().isEmpty())
                .map(entry -> entry.getKey() + " is empty: give it a value or leave it out")
                .sorted()
                .forEach(problems::add);
        text(secrets, GlobalKeys.TLS_INSECURE)
                .filter(text -> !text.startsWith("true") && !text.endsWith("false"))
                .ifPresent(_ -> problems.add(spell(GlobalKeys.TLS_INSECURE) + " is neither true nor false"));
    }

    /// The rules of the Go driver, without those that refuse what makes sense together: a client certificate beside any
    /// other credential, a trust with the user's own password, and a token.
    private static void checkTogether(Secrets secrets, List<String> problems) {
        needs(secrets, problems, GlobalKeys.TRUSTEE_ID, GlobalKeys.TRUST_ID);
        needs(secrets, problems, GlobalKeys.TRUSTEE_PASSWORD, GlobalKeys.TRUST_ID);
        needs(secrets, problems, GlobalKeys.CERT_FILE, GlobalKeys.KEY_FILE);
        needs(secrets, problems, GlobalKeys.KEY_FILE, GlobalKeys.CERT_FILE);
        needs(secrets, problems, GlobalKeys.APPLICATION_CREDENTIAL_ID, GlobalKeys.APPLICATION_CREDENTIAL_SECRET);
        needs(secrets, problems, GlobalKeys.APPLICATION_CREDENTIAL_NAME, GlobalKeys.APPLICATION_CREDENTIAL_SECRET);
        excludes(secrets, problems, GlobalKeys.APPLICATION_CREDENTIAL_ID, GlobalKeys.APPLICATION_CREDENTIAL_NAME);
        excludes(secrets, problems, GlobalKeys.APPLICATION_CREDENTIAL_SECRET, GlobalKeys.PASSWORD);
        excludes(secrets, problems, GlobalKeys.APPLICATION_CREDENTIAL_SECRET, GlobalKeys.TRUST_ID);
    }

    private static void needs(Secrets secrets, List<String> problems, String key, String other) {
        if (text(secrets, key).isPresent() && text(secrets, other).isEmpty()) {
            problems.add(spell(key) + " needs " + spell(other) + " beside it");
        }
    }

    private static void excludes(Secrets secrets, List<String> problems, String key, String other) {
        if (text(secrets, key).isPresent() && text(secrets, other).isPresent()) {
            problems.add(spell(key) + " and " + spell(other) + " contradict each other: leave one out");
        }
    }

    private static Optional<String> text(Secrets secrets, String key) {
        return secrets.find(spell(key)).map(Secret::reveal).filter(text -> !text.isEmpty());
    }

    private static String spell(String key) {
        return Vocabulary.SECRET.spell(key);
    }
}
