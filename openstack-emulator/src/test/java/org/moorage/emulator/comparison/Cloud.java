package org.moorage.emulator.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// A cloud to ask, emulated or real: known by nothing but its cloud.conf.
final class Cloud {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> endpoints = new HashMap<>();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final String token;

    Cloud(String cloudConf) throws IOException, InterruptedException {
        var conf = new HashMap<String, String>();
        cloudConf.lines().filter(line -> line.contains(" = ")).forEach(line -> {
            var pair = line.split(" = ", 2);
            conf.put(pair[0], pair[1]);
        });
        variables.put("credential", conf.get("application-credential-id"));
        variables.put("secret", conf.get("application-credential-secret"));
        endpoints.put("identity", conf.get("auth-url"));
        var login = """
                {"auth": {"identity": {"methods": ["application_credential"],
                  "application_credential": {"id": "{credential}", "secret": "{secret}"}}}}""";
        var reply = send("identity", "POST", "/auth/tokens", fill(login), Map.of());
        token = reply.headers().firstValue("X-Subject-Token").orElseThrow();
        var described = MAPPER.readTree(reply.body()).path("token");
        variables.put("project", described.path("project").path("id").asText());
        variables.put("user", described.path("user").path("id").asText());
        for (var service : described.path("catalog")) {
            var type =
                    service.path("type").asText().replace("volumev3", "volume").replace("sharev2", "share");
            service.path("endpoints")
                    .forEach(
                            endpoint -> endpoints.put(type, endpoint.path("url").asText()));
        }
        var servers =
                MAPPER.readTree(send("compute", "GET", "/servers?name=k8s-node", "", Map.of("X-Auth-Token", token))
                        .body());
        for (var server : servers.path("servers")) {
            variables.put(
                    server.path("name").asText().replace("k8s-node-", "server"),
                    server.path("id").asText());
        }
    }

    /// What the clouds call things, by the names they have in the list of requests.
    Map<String, String> variables() {
        return variables;
    }

    /// Where its services are.
    Map<String, String> endpoints() {
        return endpoints;
    }

    HttpResponse<String> ask(Step.Ask step) throws IOException, InterruptedException {
        var headers = new LinkedHashMap<String, String>();
        if (!step.token().equals("none")) {
            headers.put("X-Auth-Token", step.token().equals("good") ? token : "bad");
        }
        step.version().ifPresent(version -> {
            if (step.service().equals("share")) {
                headers.put("X-OpenStack-Manila-API-Version", version);
            } else {
                headers.put("OpenStack-API-Version", step.service() + " " + version);
            }
        });
        return send(step.service(), step.method(), fill(step.path()), fill(step.body()), headers);
    }

    /// The JSON of a Cinder path, or null when there is none.
    JsonNode volume(String path) throws IOException, InterruptedException {
        var headers = Map.of("X-Auth-Token", token, "OpenStack-API-Version", "volume 3.70");
        var reply = send("volume", "GET", fill(path), "", headers);
        return reply.statusCode() == 404 ? null : MAPPER.readTree(reply.body());
    }

    /// The JSON of a Manila path, or null when there is none.
    JsonNode share(String path) throws IOException, InterruptedException {
        var headers = Map.of("X-Auth-Token", token, "X-OpenStack-Manila-API-Version", "2.73");
        var reply = send("share", "GET", fill(path), "", headers);
        return reply.statusCode() == 404 ? null : MAPPER.readTree(reply.body());
    }

    private HttpResponse<String> send(
            String service, String method, String path, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create(endpoints.get(service) + path).normalize())
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        headers.forEach(request::header);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    String fill(String text) {
        var filled = text;
        for (var variable : variables.entrySet()) {
            filled = filled.replace("{" + variable.getKey() + "}", variable.getValue());
        }
        return filled;
    }
}
