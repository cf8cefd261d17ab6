package org.moorage.openstack.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/// Finds a cloud in `clouds.yaml`, with what `secure.yaml` and `clouds-public.yaml` add to it.
///
/// @param environment the environment's variables
/// @param directories where the files are looked for, in order
record CloudsFiles(Map<String, String> environment, List<Path> directories) {
    private static final String CLOUDS = "clouds";

    /// How YAML writes that there is no value.
    private static final Set<String> NOTHING = Set.of("", "~", "null");

    /// What `clouds.yaml` calls the keys of `[Global]`, below `auth`.
    private static final Map<String, String> AUTH_KEYS = Map.ofEntries(
            Map.entry("auth_url", GlobalKeys.AUTH_URL),
            Map.entry("username", GlobalKeys.USERNAME),
            Map.entry("user_id", GlobalKeys.USER_ID),
            Map.entry("password", GlobalKeys.PASSWORD),
            Map.entry("project_id", GlobalKeys.TENANT_ID),
            Map.entry("project_name", GlobalKeys.TENANT_NAME),
            Map.entry("domain_id", GlobalKeys.DOMAIN_ID),
            Map.entry("domain_name", GlobalKeys.DOMAIN_NAME),
            Map.entry("project_domain_id", GlobalKeys.TENANT_DOMAIN_ID),
            Map.entry("project_domain_name", GlobalKeys.TENANT_DOMAIN_NAME),
            Map.entry("user_domain_id", GlobalKeys.USER_DOMAIN_ID),
            Map.entry("user_domain_name", GlobalKeys.USER_DOMAIN_NAME),
            Map.entry("default_domain", GlobalKeys.DOMAIN_ID),
            Map.entry("application_credential_id", GlobalKeys.APPLICATION_CREDENTIAL_ID),
            Map.entry("application_credential_name", GlobalKeys.APPLICATION_CREDENTIAL_NAME),
            Map.entry("application_credential_secret", GlobalKeys.APPLICATION_CREDENTIAL_SECRET),
            Map.entry("token", GlobalKeys.TOKEN));

    /// The same beside `auth`.
    private static final Map<String, String> CLOUD_KEYS = Map.of(
            "region_name", GlobalKeys.REGION,
            "interface", GlobalKeys.ENDPOINT_TYPE,
            "endpoint_type", GlobalKeys.ENDPOINT_TYPE,
            "cacert", GlobalKeys.CA_FILE,
            "cert", GlobalKeys.CERT_FILE,
            "key", GlobalKeys.KEY_FILE);

    /// The values of a cloud, by their keys in `[Global]`.
    record Found(Path file, Map<String, String> values) {
        /// Keeps the values, which may be secret, out of sight.
        @Override
        public String toString() {
            return "Found[" + file + "]";
        }
    }

    /// The files of this process.
    static CloudsFiles ofThisProcess() {
        var home = System.getProperty("user.home", "/");
        return new CloudsFiles(
                System.getenv(),
                List.of(Path.of(""), Path.of(home, ".config", "openstack"), Path.of("/etc/openstack")));
    }

    /// The cloud that the section asks for; empty with a line in the problems when there is none.
    ///
    /// @param seen reads the files
    Optional<Found> find(Section section, SeenFiles seen, List<String> problems) {
        var named = section.text(GlobalKeys.CLOUDS_FILE)
                .or(() -> Optional.ofNullable(environment.get("OS_CLIENT_CONFIG_FILE")))
                .map(Path::of);
        var file = named.or(() -> locate(seen, CLOUDS));
        if (file.isEmpty()) {
            problems.add(section.where(GlobalKeys.USE_CLOUDS) + " is on and no clouds.yaml is found in "
                    + directories.stream().map(Path::toAbsolutePath).toList() + ": write "
                    + section.spell(GlobalKeys.CLOUDS_FILE) + " = PATH");
            return Optional.empty();
        }
        try {
            var clouds = object(load(seen, file.get()).get(CLOUDS));
            var name = name(section, clouds);
            if (name.isEmpty() || !clouds.containsKey(name.get())) {
                problems.add(section.where(GlobalKeys.CLOUD)
                        + missing(name, file.get(), clouds, section.spell(GlobalKeys.CLOUD)));
                return Optional.empty();
            }
            var entry = merged(name.get(), object(clouds.get(name.get())), file.get(), seen);
            return Optional.of(new Found(file.get(), values(entry)));
        } catch (YamlEngineException | IOException e) {
            problems.add(file.get() + ": " + firstLine(e) + ": correct the file that "
                    + section.spell(GlobalKeys.USE_CLOUDS) + " reads");
            return Optional.empty();
        }
    }

    private Optional<String> name(Section section, Map<String, Object> clouds) {
        return section.text(GlobalKeys.CLOUD)
                .or(() -> Optional.ofNullable(environment.get("OS_CLOUD")))
                .or(() -> clouds.size() == 1 ? clouds.keySet().stream().findFirst() : Optional.empty());
    }

    private static String missing(Optional<String> name, Path file, Map<String, Object> clouds, String key) {
        return name.map(text -> ": '" + text + "' is not in ").orElse(" is not given, and there is not just one in ")
                + file + ": write " + key + " = one of " + clouds.keySet();
    }

    private Map<String, Object> merged(String name, Map<String, Object> entry, Path file, SeenFiles seen)
            throws IOException {
        var whole = new LinkedHashMap<String, Object>();
        var profile = entry.getOrDefault("profile", entry.get("cloud"));
        var open = locate(seen, "clouds-public");
        if (profile != null && open.isPresent()) {
            merge(
                    whole,
                    object(object(load(seen, open.get()).get("public-clouds")).get(profile.toString())));
        }
        merge(whole, entry);
        var secure = locate(seen, "secure", file);
        if (secure.isPresent()) {
            merge(whole, object(object(load(seen, secure.get()).get(CLOUDS)).get(name)));
        }
        return whole;
    }

    private static void merge(Map<String, Object> whole, Map<String, Object> part) {
        part.forEach((key, value) -> {
            if (value instanceof Map<?, ?> && whole.get(key) instanceof Map<?, ?> old) {
                var inner = new LinkedHashMap<>(object(old));
                merge(inner, object(value));
                whole.put(key, inner);
            } else {
                whole.put(key, value);
            }
        });
    }

    private static Map<String, String> values(Map<String, Object> entry) {
        var values = new LinkedHashMap<String, String>();
        take(object(entry.get("auth")), AUTH_KEYS, values);
        take(entry, CLOUD_KEYS, values);
        return values;
    }

    private static void take(Map<String, Object> from, Map<String, String> keys, Map<String, String> into) {
        from.forEach((key, value) -> {
            var ours = keys.get(key);
            if (ours != null && value instanceof String text && !NOTHING.contains(text)) {
                into.put(ours, text);
            }
        });
    }

    private Optional<Path> locate(SeenFiles seen, String name, Path... beside) {
        var places = new ArrayList<Path>();
        Stream.of(beside).map(file -> file.toAbsolutePath().getParent()).forEach(places::add);
        places.addAll(directories);
        return places.stream()
                .flatMap(place -> Stream.of(place.resolve(name + ".yaml"), place.resolve(name + ".yml")))
                .filter(seen::isThere)
                .findFirst();
    }

    private static Map<String, Object> load(SeenFiles seen, Path file) throws IOException {
        var text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(seen.read(file)))
                .toString();
        // Every value is a text: a password 1.10 must not become the number 1.1.
        var settings = LoadSettings.builder()
                .setLabel(file.toString())
                .setSchema(new FailsafeSchema())
                .setTagConstructors(Map.of(Tag.NULL, _ -> ""))
                .build();
        return object(new Load(settings).loadFromString(text));
    }

    private static Map<String, Object> object(@Nullable Object value) {
        var object = new LinkedHashMap<String, Object>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> object.put(String.valueOf(key), inner));
        }
        return object;
    }

    private static String firstLine(Exception e) {
        var message = e instanceof NoSuchFileException ? "there is no such file" : String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse("it cannot be read");
    }
}
