package io.postwerk.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The edges of the architecture. Each rule says why it stands. */
enum Edges {
    CONTROL_NEVER_TOUCHES_SERVERS(noClasses()
            .that()
            .resideInAnyPackage("io.postwerk.cli..", "io.postwerk.operator..", "io.postwerk.plan..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.postwerk.smtpserver..",
                    "io.postwerk.imapserver..",
                    "io.postwerk.authsidecar..",
                    "io.postwerk.store..",
                    "io.postwerk.smtp..")
            .because("lib/config is the only contract between the two sides")),

    CONTROL_HAS_NO_SOCKETS_OF_OURS(noClasses()
            .that()
            .resideInAnyPackage(
                    "io.postwerk.cli..",
                    "io.postwerk.operator..",
                    "io.postwerk.plan..",
                    "io.postwerk.crds..",
                    "io.postwerk.config..",
                    "io.postwerk.password..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.postwerk.net..", "io.postwerk.sasl..", "io.netty..")
            .because("who plans and who makes verifiers speaks to no client: a verifier is data")),

    SERVERS_NEVER_TOUCH_RESOURCES(noClasses()
            .that()
            .resideInAnyPackage(
                    "io.postwerk.smtpserver..",
                    "io.postwerk.imapserver..",
                    "io.postwerk.authsidecar..",
                    "io.postwerk.runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.postwerk.crds..", "io.postwerk.plan..", "io.fabric8..", "io.javaoperatorsdk..")
            .because("a server runs without Kubernetes and knows its configuration files only")),

    SERVERS_NEVER_TOUCH_EACH_OTHER(slices().matching("io.postwerk.(smtpserver|imapserver|authsidecar|cli)..")
            .should()
            .notDependOnEachOther()
            .because("programs meet on the wire and in files")),

    PLAN_IS_PURE(
            noClasses()
                    .that()
                    .resideInAPackage("io.postwerk.plan..")
                    .should()
                    .dependOnClassesThat(outsideWorld())
                    .orShould()
                    .accessTargetWhere(asksTheWorld())
                    .because(
                            "the same input gives the same bytes: no files, clock, environment, randomness, client or container")),

    PLAN_HAS_NO_CYCLES(slices().matching("io.postwerk.plan.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a subject of the plan can be read and tested with those below it only")),

    PLAN_IS_RESOLVED_ONCE(classes()
            .that()
            .resideOutsideOfPackage("io.postwerk.plan..")
            .should(resolveOnlyOnceInEachOf("io.postwerk.operator.", "io.postwerk.cli."))
            .because("resolving reads the whole installation; verifiers and the plan follow from one result")),

    OPERATOR_MODEL_IS_PURE(noClasses()
            .that()
            .resideInAPackage("io.postwerk.operator.model..")
            .should()
            .dependOnClassesThat(outsideWorld().or(aClient()))
            .orShould()
            .accessTargetWhere(asksTheWorld())
            .because("the objects of a MailServer follow from its plan alone, so golden files can hold them")),

    OPERATOR_MODEL_STANDS_ALONE(classes()
            .that()
            .resideInAPackage("io.postwerk.operator.model..")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages(
                    "io.postwerk.operator.keys..",
                    "io.postwerk.operator.cache..",
                    "io.postwerk.operator.planning..",
                    "io.postwerk.operator.apply..",
                    "io.postwerk.operator.status..",
                    "io.postwerk.operator.revision..",
                    "io.postwerk.operator.runtime..")
            .because("the desired state does not depend on how it is applied to the cluster")),

    OPERATOR_KEYS_KNOW_A_PORT_ONLY(noClasses()
            .that()
            .resideInAPackage("io.postwerk.operator.keys..")
            .should()
            .dependOnClassesThat(aClient())
            .because("keys are made and kept alike wherever Secrets are, and tested without an API server")),

    NETTY_ONLY_IN_NET(noClasses()
            .that()
            .resideOutsideOfPackage("io.postwerk.net..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..")
            .because("protocol code is written against Connection, and the engine below can change")),

    BOUNCY_CASTLE_ONLY_IN_TRUST(noClasses()
            .that()
            .resideOutsideOfPackage("io.postwerk.trust..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..")
            .because("cryptography is reviewed in one place")),

    QUARKUS_ONLY_IN_RUNTIME(noClasses()
            .that()
            .resideOutsideOfPackage("io.postwerk..runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..",
                    "io.quarkiverse..",
                    "jakarta.enterprise..",
                    "jakarta.inject..",
                    "io.vertx..",
                    "org.eclipse.microprofile..")
            .because("everything else is plain code, tested without a container")),

    OPERATOR_SDK_ONLY_IN_CACHES_AND_RECONCILERS(
            noClasses()
                    .that()
                    .resideOutsideOfPackages("io.postwerk.operator.cache..", "io.postwerk.operator.runtime..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.javaoperatorsdk..")
                    .because(
                            "it brings what is known of the API server and writes statuses; what is planned does not depend on it")),

    ROCKSDB_ONLY_IN_ITS_LIBRARY(noClasses()
            .that()
            .resideOutsideOfPackage("io.postwerk.rocksdb..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.rocksdb..")
            .because("options, full disks and the order of log and sync are understood in one place")),

    ENGINE_ONLY_BENEATH_STORE_AND_QUEUE(noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.postwerk.rocksdb..",
                    "io.postwerk.store.rocksdb..",
                    "io.postwerk.smtpserver.queue..",
                    "io.postwerk..runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.postwerk.rocksdb..")
            .because("an engine is behind its interface; a program may watch its commits")),

    PROTOCOLS_NEVER_SEE_THE_ENGINE(noClasses()
            .that()
            .resideInAnyPackage(
                    "io.postwerk.imapserver.imap..", "io.postwerk.imapserver.pop3..", "io.postwerk.imapserver.lmtp..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.postwerk.store.rocksdb..", "io.postwerk.rocksdb..", "org.rocksdb..")
            .because("every engine that passes the contract tests can serve every protocol")),

    NO_SOCKETS_OUTSIDE_NET(noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.postwerk.net..",
                    "io.postwerk.cli..",
                    "io.postwerk.training..",
                    "io.postwerk.testkit..",
                    "io.postwerk.controlplane..",
                    "io.postwerk..runtime..")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "are sockets",
                    type -> java.util.Set.of(
                                    "java.net.Socket",
                                    "java.net.ServerSocket",
                                    "java.nio.channels.SocketChannel",
                                    "java.nio.channels.ServerSocketChannel")
                            .contains(type.getName())))
            .because("a session never sees a socket")),

    TRAINING_IS_ON_NO_CLASS_PATH(noClasses()
            .that()
            .resideOutsideOfPackages("io.postwerk.training..", "io.postwerk.tests..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.postwerk.training..")
            .because("programs are trained as they are, by a process of its own")),

    AUTHENTICATORS_ASK_AUTH_SIDECAR(classes()
            .that()
            .implement("io.postwerk.sasl.Authenticator")
            .should(new ArchCondition<>("be auth-sidecar's client, or pass the question on to another authenticator") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean asks = type.getPackageName().startsWith("io.postwerk.sasl.client")
                            || type.getAllFields().stream()
                                    .anyMatch(field ->
                                            field.getRawType().isAssignableTo("io.postwerk.sasl.Authenticator"));
                    events.add(new SimpleConditionEvent(type, asks, type.getName() + " decides by itself"));
                }
            })
            .because("nothing in a program lets a user in without a check of the password")),

    TEST_SUPPORT_STAYS_WITH_TESTS(noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.postwerk.testkit..", "io.postwerk.controlplane..", "io.postwerk.tests..", "io.postwerk.bench..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.postwerk.testkit..", "io.postwerk.controlplane..", "io.postwerk.tests..")
            .because("no program carries test support, or a control plane, with it")),

    IMAP_CODEC_DEPENDS_ON_NOTHING(classes()
            .that()
            .resideInAPackage("io.postwerk.imapserver.imap.codec..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "io.postwerk.imapserver.imap.codec..",
                    "io.postwerk.mail..",
                    "io.postwerk.store..")
            .because("bytes become typed commands without any input or output")),

    POP3_CODEC_DEPENDS_ON_NOTHING(classes()
            .that()
            .resideInAPackage("io.postwerk.imapserver.pop3.codec..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "io.postwerk.imapserver.pop3.codec..")
            .because("bytes become typed commands without any input or output")),

    SASL_MECHANISMS_KNOW_NO_USERS(noClasses()
            .that()
            .resideInAPackage("io.postwerk.sasl.mechanism..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.postwerk.config..", "io.postwerk.net..", "io.postwerk.authsidecar..")
            .because("an exchange is a protocol; where verifiers come from is a port")),

    REPLIES_ONLY_FROM_THE_CATALOGUE(noClasses()
            .that()
            .resideOutsideOfPackage("io.postwerk.smtp..")
            .should()
            .callConstructorWhere(DescribedPredicate.describe(
                    "it builds an SmtpReply",
                    call -> call.getTargetOwner().getSimpleName().equals("SmtpReply")))
            .because("code, enhanced code and text of a reply stand in one place, so they cannot drift"));

    private final ArchRule rule;

    Edges(ArchRule rule) {
        this.rule = rule;
    }

    ArchRule rule() {
        return rule;
    }

    /** {@code Planner.resolve} is called from one place of each of these programs, and from nowhere else. */
    private static ArchCondition<JavaClass> resolveOnlyOnceInEachOf(String... programs) {
        return new ArchCondition<>("call Planner.resolve from one place in each of " + List.of(programs)) {
            private final List<JavaCodeUnitAccess<?>> calls = new ArrayList<>();

            @Override
            public void init(Collection<JavaClass> all) {
                calls.clear();
            }

            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaCodeUnitAccess<?> call : type.getCodeUnitAccessesFromSelf()) {
                    if (!call.getTargetOwner().getName().equals("io.postwerk.plan.Planner")) continue;
                    if (!call.getTarget().getName().equals("resolve")) continue;
                    calls.add(call);
                    boolean elsewhere = Stream.of(programs).noneMatch(type.getName()::startsWith);
                    if (elsewhere) events.add(SimpleConditionEvent.violated(call, call.getDescription()));
                }
            }

            @Override
            public void finish(ConditionEvents events) {
                for (String program : programs) {
                    List<String> own = calls.stream()
                            .filter(call -> call.getOriginOwner().getName().startsWith(program))
                            .map(JavaCodeUnitAccess::getDescription)
                            .toList();
                    if (own.size() != 1) {
                        events.add(SimpleConditionEvent.violated(
                                own, program + " calls it " + own.size() + " times: " + own));
                    }
                }
            }
        };
    }

    private static DescribedPredicate<JavaClass> outsideWorld() {
        return DescribedPredicate.describe("reach outside", type -> {
            String name = type.getName();
            return name.startsWith("java.nio.file.")
                    || name.startsWith("java.net.http.")
                    || name.startsWith("jakarta.enterprise.")
                    || name.startsWith("jakarta.inject.")
                    || name.startsWith("io.quarkus.")
                    || name.startsWith("io.fabric8.kubernetes.client.KubernetesClient")
                    || name.equals("java.io.File")
                    || name.equals("java.io.FileInputStream")
                    || name.equals("java.io.FileOutputStream")
                    || name.equals("java.time.Clock")
                    || name.equals("java.util.Random")
                    || name.equals("java.security.SecureRandom")
                    || name.equals("java.util.concurrent.ThreadLocalRandom");
        });
    }

    private static DescribedPredicate<JavaClass> aClient() {
        return DescribedPredicate.describe(
                "are a Kubernetes client",
                type -> type.getName().startsWith("io.fabric8.kubernetes.client.")
                        // A custom resource type is one of these; it does nothing.
                        && !type.getName().equals("io.fabric8.kubernetes.client.CustomResource"));
    }

    private static DescribedPredicate<JavaAccess<?>> asksTheWorld() {
        return DescribedPredicate.describe("it asks clock, environment or chance", access -> {
            String target =
                    access.getTargetOwner().getName() + "." + access.getTarget().getName();
            return java.util.Set.of(
                            "java.lang.System.currentTimeMillis",
                            "java.lang.System.nanoTime",
                            "java.lang.System.getenv",
                            "java.lang.System.getProperty",
                            "java.time.Instant.now",
                            "java.time.LocalDate.now",
                            "java.time.OffsetDateTime.now",
                            "java.time.ZonedDateTime.now",
                            "java.util.UUID.randomUUID",
                            "java.lang.Math.random")
                    .contains(target);
        });
    }
}
