/** Users in a database. */
package io.postwerk.authsidecar.sql;
