package io.jhttp.spring.boot.autoconfigure.handler;

import io.jhttp.server.file.FileHandler;
import io.jhttp.server.file.MountPoint;

/**
 * Files that are served beside those of the directory.
 *
 * @param point where they are served
 * @param location where they are
 * @param files serves them
 */
public record ServedMount(MountPoint point, String location, FileHandler files) {
}
