/** The Helm chart, rendered by Helm itself without a program of that name: a library of it is linked in. */
package io.postwerk.tests.charts;
