package org.moorage.csi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.moorage.csi.v1.CsiProto;

/// What is generated from `csi.proto` is on the wire what the specification says, part by part.
class ContractTest {
    private static final FileDescriptor GENERATED = CsiProto.getDescriptor();
    private static final JsonNode CONTRACT = contract();

    private static JsonNode contract() {
        try (var in = ContractTest.class.getResourceAsStream("/csi-contract.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void packageAndExtensionsAreTheContracts() {
        assertThat(GENERATED.getPackage()).isEqualTo(CONTRACT.get("package").asText());
        var described = CONTRACT.get("extensions").properties().stream()
                .map(entry -> "%s=%d %s on %s"
                        .formatted(
                                entry.getKey(),
                                entry.getValue().get("number").asInt(),
                                entry.getValue().get("type").asText(),
                                entry.getValue().get("extends").asText()));
        var generated = GENERATED.getExtensions().stream()
                .map(field -> "%s=%d %s on %s"
                        .formatted(
                                field.getName(),
                                field.getNumber(),
                                type(field),
                                field.getContainingType().getFullName()));
        assertThat(generated).containsExactlyInAnyOrderElementsOf(described.toList());
    }

    @TestFactory
    Stream<DynamicTest> services() {
        var names = names(CONTRACT.get("services"), GENERATED.getServices());
        return names.stream()
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> assertThat(lines(GENERATED.findServiceByName(name)))
                                .containsExactlyInAnyOrderElementsOf(
                                        serviceLines(CONTRACT.get("services").get(name)))));
    }

    @TestFactory
    Stream<DynamicTest> messages() {
        var names = names(CONTRACT.get("messages"), GENERATED.getMessageTypes());
        return names.stream()
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> assertThat(lines(GENERATED.findMessageTypeByName(name), ""))
                                .containsExactlyInAnyOrderElementsOf(
                                        messageLines(CONTRACT.get("messages").get(name), ""))));
    }

    @TestFactory
    Stream<DynamicTest> enums() {
        var names = names(CONTRACT.get("enums"), GENERATED.getEnumTypes());
        return names.stream()
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> assertThat(lines(GENERATED.findEnumTypeByName(name), ""))
                                .containsExactlyInAnyOrderElementsOf(
                                        enumLines(CONTRACT.get("enums").get(name), ""))));
    }

    /// The names on either side, so that one that only one side has fails as a test of its own.
    private static TreeSet<String> names(JsonNode described, List<? extends GenericDescriptor> generated) {
        var names = new TreeSet<String>();
        described.fieldNames().forEachRemaining(names::add);
        generated.forEach(descriptor -> names.add(descriptor.getName()));
        assertThat(names).isNotEmpty();
        return names;
    }

    private static List<String> lines(ServiceDescriptor service) {
        var lines = new ArrayList<String>();
        lines.add("alpha " + service.getOptions().getExtension(CsiProto.alphaService));
        for (MethodDescriptor call : service.getMethods()) {
            lines.add("%s(%s) %s client-streaming %s server-streaming %s alpha %s"
                    .formatted(
                            call.getName(),
                            call.getInputType().getName(),
                            call.getOutputType().getName(),
                            call.isClientStreaming(),
                            call.isServerStreaming(),
                            call.getOptions().getExtension(CsiProto.alphaMethod)));
        }
        return lines;
    }

    private static List<String> serviceLines(JsonNode service) {
        var lines = new ArrayList<String>();
        lines.add("alpha " + flag(service, "alpha"));
        for (Map.Entry<String, JsonNode> call : service.get("methods").properties()) {
            lines.add("%s(%s) %s client-streaming %s server-streaming %s alpha %s"
                    .formatted(
                            call.getKey(),
                            call.getValue().get("request").asText(),
                            call.getValue().get("response").asText(),
                            flag(call.getValue(), "client_streaming"),
                            flag(call.getValue(), "server_streaming"),
                            flag(call.getValue(), "alpha")));
        }
        return lines;
    }

    private static List<String> lines(Descriptor message, String path) {
        var lines = new ArrayList<String>();
        lines.add(path + "message, alpha " + message.getOptions().getExtension(CsiProto.alphaMessage));
        for (FieldDescriptor field : message.getFields()) {
            var oneof = field.getRealContainingOneof();
            lines.add(path
                    + "%d %s %s repeated %s oneof %s secret %s alpha %s"
                            .formatted(
                                    field.getNumber(),
                                    specifiedName(field),
                                    type(field),
                                    field.isRepeated() && !field.isMapField(),
                                    oneof == null ? "-" : oneof.getName(),
                                    field.getOptions().getExtension(CsiProto.csiSecret),
                                    field.getOptions().getExtension(CsiProto.alphaField)));
        }
        message.getEnumTypes().forEach(type -> lines.addAll(lines(type, path + type.getName() + ": ")));
        message.getNestedTypes().stream()
                .filter(type -> !type.getOptions().getMapEntry())
                .forEach(type -> lines.addAll(lines(type, path + type.getName() + ": ")));
        return lines;
    }

    /// The name as the specification has it. One field is called otherwise here, for protoc's sake; its JSON name
    /// still tells.
    private static String specifiedName(FieldDescriptor field) {
        return field.getName().equals("parameters_mutable") ? snakeCase(field.getJsonName()) : field.getName();
    }

    private static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static List<String> messageLines(JsonNode message, String path) {
        var lines = new ArrayList<String>();
        lines.add(path + "message, alpha " + flag(message, "alpha"));
        for (JsonNode field : message.get("fields")) {
            lines.add(path
                    + "%d %s %s repeated %s oneof %s secret %s alpha %s"
                            .formatted(
                                    field.get("number").asInt(),
                                    field.get("name").asText(),
                                    field.get("type").asText(),
                                    flag(field, "repeated"),
                                    field.path("oneof").asText("-"),
                                    flag(field, "csi_secret"),
                                    flag(field, "alpha")));
        }
        message.path("enums")
                .properties()
                .forEach(type -> lines.addAll(enumLines(type.getValue(), path + type.getKey() + ": ")));
        message.path("messages")
                .properties()
                .forEach(type -> lines.addAll(messageLines(type.getValue(), path + type.getKey() + ": ")));
        return lines;
    }

    private static List<String> lines(EnumDescriptor type, String path) {
        var lines = new ArrayList<String>();
        lines.add(path + "enum, alpha " + type.getOptions().getExtension(CsiProto.alphaEnum));
        type.getValues()
                .forEach(value -> lines.add(path
                        + "%s = %d alpha %s"
                                .formatted(
                                        value.getName(),
                                        value.getNumber(),
                                        value.getOptions().getExtension(CsiProto.alphaEnumValue))));
        return lines;
    }

    private static List<String> enumLines(JsonNode type, String path) {
        var lines = new ArrayList<String>();
        lines.add(path + "enum, alpha " + flag(type, "alpha"));
        type.get("values").properties().forEach(value -> {
            var number = value.getValue().isInt()
                    ? value.getValue()
                    : value.getValue().get("number");
            lines.add(path
                    + "%s = %d alpha %s".formatted(value.getKey(), number.asInt(), flag(value.getValue(), "alpha")));
        });
        return lines;
    }

    private static String type(FieldDescriptor field) {
        if (field.isMapField()) {
            var entry = field.getMessageType();
            return "map<%s,%s>".formatted(type(entry.findFieldByNumber(1)), type(entry.findFieldByNumber(2)));
        }
        return switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
    }

    private static boolean flag(JsonNode node, String name) {
        return node.path(name).asBoolean(false);
    }
}
