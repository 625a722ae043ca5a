package io.postwerk.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import io.postwerk.config.credentials.SidecarCredentials;
import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.limits.MailboxLimits;
import io.postwerk.config.limits.SmtpLimits;
import io.postwerk.config.load.ConfigIndex;
import io.postwerk.config.routing.RoutingBucket;
import io.postwerk.config.routing.RoutingCommon;
import io.postwerk.config.server.AuthSidecarConfig;
import io.postwerk.config.server.ImapServerConfig;
import io.postwerk.config.server.SmtpServerConfig;
import io.postwerk.config.users.MailboxRemovals;
import io.postwerk.config.users.UsersBucket;
import io.postwerk.testkit.Generated;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/reference/config.md} what the docstrings of the config records say. */
class ConfigReferenceTest {
    private static final Map<String, Class<? extends Record>> FILES = new LinkedHashMap<>();

    static {
        FILES.put("`server.json` of smtp-server", SmtpServerConfig.class);
        FILES.put("`server.json` of imap-server", ImapServerConfig.class);
        FILES.put("`server.json` of auth-sidecar", AuthSidecarConfig.class);
        FILES.put("`routing-NN.json`", RoutingBucket.class);
        FILES.put("`routing.json`", RoutingCommon.class);
        FILES.put("`credentials.json` of smtp-server", SmtpCredentials.class);
        FILES.put("`removals.json`", MailboxRemovals.class);
        FILES.put("`limits.json` of smtp-server", SmtpLimits.class);
        FILES.put("`limits.json` of imap-server", MailboxLimits.class);
        FILES.put("`users-NN.json`", UsersBucket.class);
        FILES.put("`credentials.json` of auth-sidecar", SidecarCredentials.class);
        FILES.put("`index.json`", ConfigIndex.class);
    }

    @Test
    void referenceIsWhatTheDocstringsSay() throws IOException {
        Docstrings docs = Docstrings.read(Generated.root().resolve("lib/config/src/main/java/io/postwerk/config"));
        Generated.by("lib/config").check("docs/reference/config.md", new Reference(docs).text());
    }

    /** The page. */
    private static final class Reference {
        private final Docstrings docs;
        private final StringBuilder out = new StringBuilder();
        private final SequencedSet<Class<?>> pending = new LinkedHashSet<>();
        private final SequencedSet<Class<?>> done = new LinkedHashSet<>();

        Reference(Docstrings docs) {
            this.docs = docs;
        }

        String text() {
            out.append("# Config files\n\nMade from the docstrings of `lib/config`; do not edit.\n\n");
            out.append(docs.first("package-info")).append('\n');
            FILES.forEach((title, type) -> {
                out.append("\n## ").append(title).append("\n\n");
                table(type);
            });
            out.append("\n# Objects in them\n");
            while (!pending.isEmpty()) {
                Class<?> type = pending.removeFirst();
                if (done.add(type)) {
                    out.append("\n## ").append(title(type)).append("\n\n");
                    if (type.isEnum()) {
                        values(type);
                    } else if (type.isSealed()) {
                        variants(type);
                    } else {
                        table(type);
                    }
                }
            }
            return out.toString();
        }

        private void table(Class<?> type) {
            out.append(docs.first(title(type))).append('\n');
            if (type.getRecordComponents().length == 0) {
                return;
            }
            out.append("\n| key | type | bounds | meaning |\n|---|---|---|---|\n");
            for (RecordComponent component : type.getRecordComponents()) {
                out.append("| `").append(component.getName()).append("` | ");
                out.append(type(component.getGenericType())).append(" | ");
                out.append(bounds(component)).append(" | ");
                out.append(docs.component(title(type), component.getName())).append(" |\n");
            }
        }

        private void values(Class<?> type) {
            out.append(docs.first(title(type))).append("\n\n| value | meaning |\n|---|---|\n");
            for (Object constant : type.getEnumConstants()) {
                String name = nameOf((Enum<?>) constant);
                out.append("| `").append(name).append("` | ");
                out.append(docs.component(title(type), ((Enum<?>) constant).name()))
                        .append(" |\n");
            }
        }

        private static String nameOf(Enum<?> constant) {
            try {
                JsonProperty given =
                        constant.getDeclaringClass().getField(constant.name()).getAnnotation(JsonProperty.class);
                return given == null ? constant.name() : given.value();
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException(e);
            }
        }

        private void variants(Class<?> type) {
            out.append(docs.first(title(type))).append("\n\n| key | value |\n|---|---|\n");
            for (Class<?> variant : type.getPermittedSubclasses()) {
                String name = variant.getSimpleName();
                out.append("| `").append(Character.toLowerCase(name.charAt(0))).append(name.substring(1));
                out.append("` | ").append(link(variant)).append(" |\n");
            }
        }

        private String type(Type type) {
            if (type instanceof ParameterizedType generic) {
                var arguments = generic.getActualTypeArguments();
                String content = type(arguments[arguments.length - 1]);
                return switch (((Class<?>) generic.getRawType()).getSimpleName()) {
                    case "Optional" -> content + ", may be absent";
                    case "List" -> "list of " + content;
                    case "SortedMap" -> "object of " + content;
                    case String other -> throw new IllegalStateException(other);
                };
            }
            Class<?> plain = (Class<?>) type;
            return switch (plain.getSimpleName()) {
                case "String" -> "string";
                case "int", "long", "Integer", "Long" -> "number";
                case "boolean" -> "boolean";
                case "SecretText" -> "secret string";
                case "DomainName" -> "domain";
                case "EmailAddress" -> "address";
                case "Instant" -> "instant (RFC 3339, UTC)";
                case "IpNetwork" -> "network (CIDR)";
                case String ours -> link(plain);
            };
        }

        private String link(Class<?> type) {
            pending.add(type);
            String anchor =
                    title(type).toLowerCase(Locale.ROOT).replace(".", "").replace(' ', '-');
            return "[" + title(type) + "](#" + anchor + ")";
        }

        private static String title(Class<?> type) {
            return type.getEnclosingClass() == null
                    ? type.getSimpleName()
                    : title(type.getEnclosingClass()) + "." + type.getSimpleName();
        }

        private static String bounds(RecordComponent component) {
            Bounds bounds = component.getAnnotation(Bounds.class);
            if (bounds == null) {
                return "";
            }
            return switch (bounds) {
                case Bounds b when b.max() == Long.MAX_VALUE -> "from " + b.min();
                case Bounds b when b.min() == b.max() -> Long.toString(b.min());
                case Bounds b -> b.min() + " to " + b.max();
            };
        }
    }

    /**
     * What the sources say of each type and component.
     *
     * @param types description of a type by its simple name
     * @param components description of a component or constant by {@code Type.name}
     */
    private record Docstrings(Map<String, String> types, Map<String, String> components) {
        static Docstrings read(Path folder) throws IOException {
            Docstrings docs = new Docstrings(new HashMap<>(), new HashMap<>());
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            try (var manager = compiler.getStandardFileManager(null, null, null);
                    Stream<Path> files = Files.walk(folder)) {
                List<Path> sources = files.filter(Files::isRegularFile).sorted().toList();
                JavacTask task = (JavacTask) compiler.getTask(
                        null, manager, null, List.of(), null, manager.getJavaFileObjectsFromPaths(sources));
                DocTrees trees = DocTrees.instance(task);
                for (CompilationUnitTree unit : task.parse()) {
                    new Collector(docs, trees).scan(unit, null);
                }
            }
            return docs;
        }

        String first(String type) {
            return required(types, type);
        }

        String component(String type, String name) {
            return required(components, type + "." + name);
        }

        private static String required(Map<String, String> map, String key) {
            if (!map.containsKey(key)) {
                throw new AssertionError(key + " has no docstring in lib/config");
            }
            return map.get(key);
        }
    }

    private static final class Collector extends TreePathScanner<Void, Void> {
        private final Docstrings docs;
        private final DocTrees trees;

        Collector(Docstrings docs, DocTrees trees) {
            this.docs = docs;
            this.trees = trees;
        }

        @Override
        public Void visitPackage(PackageTree tree, Void unused) {
            // The page begins with the description of the whole, not with that of a sub-package.
            if (tree.getPackageName().toString().equals("io.postwerk.config")) {
                comment(getCurrentPath()).ifPresent(c -> docs.types().put("package-info", text(c.getFullBody())));
            }
            return super.visitPackage(tree, unused);
        }

        @Override
        public Void visitClass(ClassTree tree, Void unused) {
            String name = StreamSupport.stream(getCurrentPath().spliterator(), false)
                    .filter(ClassTree.class::isInstance)
                    .map(type -> ((ClassTree) type).getSimpleName().toString())
                    .reduce((inner, outer) -> outer + "." + inner)
                    .orElseThrow();
            comment(getCurrentPath()).ifPresent(comment -> {
                docs.types().put(name, text(comment.getFullBody()));
                for (DocTree tag : comment.getBlockTags()) {
                    if (tag instanceof ParamTree param) {
                        docs.components().put(name + "." + param.getName(), text(param.getDescription()));
                    }
                }
            });
            for (Tree member : tree.getMembers()) {
                if (member instanceof VariableTree constant) {
                    comment(new TreePath(getCurrentPath(), member))
                            .ifPresent(
                                    c -> docs.components().put(name + "." + constant.getName(), text(c.getFullBody())));
                }
            }
            return super.visitClass(tree, unused);
        }

        private Optional<DocCommentTree> comment(TreePath path) {
            return Optional.ofNullable(trees.getDocCommentTree(path));
        }

        private static String text(List<? extends DocTree> parts) {
            StringBuilder out = new StringBuilder();
            for (DocTree part : parts) {
                switch (part) {
                    case LiteralTree literal ->
                        out.append('`').append(literal.getBody()).append('`');
                    case LinkTree link -> out.append('`').append(shown(link)).append('`');
                    case StartElementTree element -> out.append("\n\n");
                    case DocTree other -> out.append(other);
                }
            }
            return out.toString()
                    .replaceAll(" *\\n *", "\n")
                    .replaceAll("(?<!\n)\n(?!\n)", " ")
                    .replaceAll("\n\n+", "\n\n")
                    .replace("|", "\\|")
                    .strip();
        }

        private static String shown(LinkTree link) {
            String reference = link.getReference().getSignature();
            return reference
                    .substring(Math.max(reference.lastIndexOf('.'), reference.lastIndexOf('#')) + 1)
                    .replace("()", "");
        }
    }
}
