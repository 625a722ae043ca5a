package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.introspect.VisibilityChecker;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Makes the CRDs from the types: the generator of Fabric8, and after it what that cannot express. */
final class CrdYaml {
    static final List<Class<? extends HasMetadata>> KINDS =
            List.of(MailServer.class, MailDomain.class, MailUser.class, Relay.class);

    private static final Dump YAML = new Dump(DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setDefaultScalarStyle(ScalarStyle.PLAIN)
            .setWidth(130)
            // Quotes "True", which this version of YAML would take for a string.
            .setSchema(new CoreSchema())
            .build());

    /** Schemas of what is Kubernetes' own, by the name of the type. */
    private static final Map<?, ?> POD = (Map<?, ?>)
            new Load(LoadSettings.builder().setMaxAliasesForCollections(1000).build())
                    .loadFromInputStream(CrdYaml.class.getResourceAsStream("pod.yaml"));

    private CrdYaml() {}

    /** Whole numbers as such: the generator has bounds as floating-point numbers. */
    private static Object plain(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, v) -> copy.put(key, plain(v)));
                yield copy;
            }
            case List<?> list -> list.stream().map(CrdYaml::plain).toList();
            case Double number when number == Math.rint(number) -> number.longValue();
            case Object other -> other;
        };
    }

    /** What would be a boolean for older YAML, such as kubectl's, as the text that it is. */
    private static String quoted(String yaml) {
        return yaml.replaceAll("(?mi)^( *(?:- |\\w+: ))(y|n|yes|no|on|off)$", "$1\"$2\"");
    }

    /** The CRDs by file name. */
    static SortedMap<String, String> files() {
        SortedMap<String, String> files = new TreeMap<>();
        for (Class<? extends HasMetadata> kind : KINDS) {
            CustomResourceDefinition crd = generate(kind);
            Object tree = new KubernetesSerialization().convertValue(crd, TreeMap.class);
            files.put(
                    crd.getMetadata().getName() + ".yaml",
                    "# Made from the types in crds/src; do not edit.\n" + quoted(YAML.dumpToString(plain(tree))));
        }
        return files;
    }

    private static CustomResourceDefinition generate(Class<? extends HasMetadata> kind) {
        Capture capture = new Capture();
        new CRDGenerator()
                .withObjectMapper(mapper(), new KubernetesSerialization())
                .customResourceClasses(List.of(kind))
                .withOutput(new Discard())
                .withPostProcessor(capture)
                .generate();
        return capture.crd;
    }

    /** A mapper by which the generator sees the components of records, and through Optionals. */
    private static ObjectMapper mapper() {
        SimpleModule module = new SimpleModule();
        module.setSerializerModifier(new BeanSerializerModifier() {
            @Override
            public List<BeanPropertyWriter> changeProperties(
                    SerializationConfig config, BeanDescription bean, List<BeanPropertyWriter> writers) {
                writers.replaceAll(w -> w.getType().hasRawClass(Optional.class) ? new OptionalContent(w) : w);
                return writers;
            }
        });
        return JsonMapper.builder()
                .addModule(module)
                .annotationIntrospector(new JacksonAnnotationIntrospector() {
                    @Override
                    public Object findSerializer(Annotated annotated) {
                        Object found = super.findSerializer(annotated);
                        return SpecRecord.Writer.class.equals(found) ? null : found;
                    }

                    @Override
                    public VisibilityChecker<?> findAutoDetectVisibility(
                            AnnotatedClass type, VisibilityChecker<?> checker) {
                        return type.hasAnnotation(SpecRecord.class)
                                        || type.getRawType().isRecord()
                                ? checker.withFieldVisibility(Visibility.ANY)
                                        .withGetterVisibility(Visibility.NONE)
                                        .withIsGetterVisibility(Visibility.NONE)
                                : checker;
                    }
                })
                .build();
    }

    /** What a record's field is when it is there. */
    private static final class OptionalContent extends BeanPropertyWriter {
        private static final long serialVersionUID = 1;

        OptionalContent(BeanPropertyWriter writer) {
            super(writer);
        }

        @Override
        public JavaType getType() {
            return super.getType().containedType(0);
        }
    }

    /** Completes a CRD, and keeps it. */
    private static final class Capture implements CRDPostProcessor {
        private CustomResourceDefinition crd;

        @Override
        public HasMetadata process(HasMetadata generated, String version) {
            crd = (CustomResourceDefinition) generated;
            Class<? extends HasMetadata> kind = KINDS.stream()
                    .filter(k -> HasMetadata.getKind(k)
                            .equals(crd.getSpec().getNames().getKind()))
                    .findFirst()
                    .orElseThrow();
            for (CustomResourceDefinitionVersion v : crd.getSpec().getVersions()) {
                v.setAdditionalPrinterColumns(inOrder(kind, v.getAdditionalPrinterColumns()));
                JSONSchemaProps root = v.getSchema().getOpenAPIV3Schema();
                root.setDescription(
                        kind.getAnnotation(JsonClassDescription.class).value());
                root.setRequired(List.of("spec"));
                root.setXKubernetesValidations(rules(kind));
                if (!root.getXKubernetesValidations().isEmpty()) {
                    // Of what every object has, a rule can name as wrong only what the schema speaks of.
                    JSONSchemaProps name = new JSONSchemaPropsBuilder()
                            .withType("string")
                            .withMaxLength(253L)
                            .build();
                    root.getProperties()
                            .put(
                                    "metadata",
                                    new JSONSchemaPropsBuilder()
                                            .withType("object")
                                            .addToProperties("name", name)
                                            .build());
                }
                ParameterizedType base = (ParameterizedType) kind.getGenericSuperclass();
                JSONSchemaProps spec = root.getProperties().get("spec");
                spec.setDescription("What is wanted.");
                complete((Class<?>) base.getActualTypeArguments()[0], spec);
                JSONSchemaProps status = root.getProperties().get("status");
                status.setDescription("What is known, written by the operator.");
                complete((Class<?>) base.getActualTypeArguments()[1], status);
            }
            return crd;
        }

        /** Rules of the object as a whole, which the generator does not look for. */
        private static List<ValidationRule> rules(Class<?> kind) {
            return Arrays.stream(kind.getAnnotationsByType(io.fabric8.generator.annotation.ValidationRule.class))
                    .map(rule -> new ValidationRuleBuilder()
                            .withRule(rule.value())
                            .withMessage(rule.message())
                            .withFieldPath(rule.fieldPath())
                            .build())
                    .toList();
        }

        /** The columns in the order of their annotations; the generator sorts them. */
        private static List<CustomResourceColumnDefinition> inOrder(
                Class<?> kind, List<CustomResourceColumnDefinition> columns) {
            List<String> names = Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
                    .map(AdditionalPrinterColumn::name)
                    .toList();
            return columns.stream()
                    .sorted(Comparator.comparing(c -> names.indexOf(c.getName())))
                    .toList();
        }

        /** The schema of a type that is Kubernetes' own. */
        private static Optional<JSONSchemaProps> ofKubernetes(Class<?> type) {
            return Optional.ofNullable(POD.get(type.getSimpleName()))
                    .filter(schema -> type.getName().startsWith("io.fabric8.kubernetes.api.model."))
                    .map(schema -> new KubernetesSerialization().convertValue(schema, JSONSchemaProps.class));
        }

        private static void complete(Class<?> type, JSONSchemaProps schema) {
            if (type.getName().startsWith("io.postwerk.")
                    && !schema.getProperties().isEmpty()) {
                Arrays.stream(type.getDeclaredFields())
                        .filter(field -> !Modifier.isStatic(field.getModifiers()))
                        .forEach(field -> complete(field, schema.getProperties().get(field.getName())));
            }
        }

        private static JSONSchemaProps ofType(String type) {
            return new JSONSchemaPropsBuilder().withType(type).build();
        }

        private static void complete(Field field, JSONSchemaProps schema) {
            Class<?> type = field.getType() == Optional.class
                    ? (Class<?>) ((ParameterizedType) field.getGenericType()).getActualTypeArguments()[0]
                    : field.getType();
            if (schema.getDescription() == null) {
                throw new AssertionError(field + " has no description");
            }
            if (field.isAnnotationPresent(SpecRecord.Format.class)) {
                schema.setFormat(field.getAnnotation(SpecRecord.Format.class).value());
            }
            if (field.isAnnotationPresent(SpecRecord.IntegerOrString.class)) {
                schema.setType(null);
                schema.setXKubernetesIntOrString(true);
                schema.setAnyOf(List.of(ofType("integer"), ofType("string")));
                schema.setMinimum(1.0);
            }
            if (field.isAnnotationPresent(Default.class)
                    && field.getAnnotation(Default.class).value().equals("{}")) {
                // The generator fills in what an API server takes from the fields' own defaults.
                schema.setDefault(JsonNodeFactory.instance.objectNode());
            }
            if (type == Map.class) {
                schema.setMaxProperties(field.getAnnotation(Size.class).max());
            }
            if (field.isAnnotationPresent(SpecRecord.SetList.class)) {
                schema.setXKubernetesListType("set");
            }
            if (field.isAnnotationPresent(SpecRecord.MapList.class)) {
                schema.setXKubernetesListType("map");
                schema.setXKubernetesListMapKeys(
                        List.of(field.getAnnotation(SpecRecord.MapList.class).value()));
            }
            if (type == List.class || type == Map.class) {
                var arguments = ((ParameterizedType) field.getGenericType()).getActualTypeArguments();
                if (schema.getItems() != null) {
                    Class<?> element = (Class<?>) arguments[0];
                    JSONSchemaProps items =
                            ofKubernetes(element).orElse(schema.getItems().getSchema());
                    schema.getItems().setSchema(items);
                    complete(element, items);
                }
            } else if (ofKubernetes(type).isPresent()) {
                JSONSchemaProps known = ofKubernetes(type).get();
                schema.setProperties(known.getProperties());
                schema.setRequired(known.getRequired());
            } else {
                complete(type, schema);
            }
        }
    }

    private static final class Discard extends CRDGenerator.AbstractCRDOutput<ByteArrayOutputStream> {
        @Override
        protected ByteArrayOutputStream createStreamFor(String name) {
            return new ByteArrayOutputStream();
        }
    }
}
