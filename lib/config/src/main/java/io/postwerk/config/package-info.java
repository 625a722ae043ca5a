/**
 * The files that the plan writes and the servers read: the only contract between the two sides.
 *
 * <p>A program's configuration is one folder: {@code server.json} (static, {@link io.postwerk.config.server.SmtpServerConfig},
 * {@link io.postwerk.config.server.ImapServerConfig} or {@link io.postwerk.config.server.AuthSidecarConfig}), 64 buckets of dynamic
 * data ({@code routing-NN.json} for smtp-server, {@code users-NN.json} for auth-sidecar), {@code credentials.json}, and
 * {@code index.json}, which holds the SHA-256 of all of them and a sequence number.
 * {@link io.postwerk.config.load.LiveConfig} takes all of it or nothing.
 *
 * <p>The text is canonical JSON: keys sorted, one entry per line, the same bytes for the same content. Reading is strict: an
 * unknown, missing or repeated key, a wrong type or a value out of bounds is a {@link io.postwerk.config.ConfigException} that
 * names the file and the place in it. A component that is an {@code Optional} may be absent; every other one must be there:
 * defaults are the plan's business, and what a component's text calls "default" is what the plan writes when a
 * {@code MailServer} does not say otherwise.
 */
@NullMarked
package io.postwerk.config;

import org.jspecify.annotations.NullMarked;
