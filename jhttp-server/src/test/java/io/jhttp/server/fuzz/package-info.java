/**
 * Fuzz targets: each has a method {@code fuzzerTestOneInput}, as Jazzer calls it. The
 * normal build replays the corpus that earlier runs have collected.
 */
package io.jhttp.server.fuzz;
