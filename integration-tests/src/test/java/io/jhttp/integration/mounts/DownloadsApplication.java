package io.jhttp.integration.mounts;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * What docs/mounts.md shows: files of the class path, of the disk and of a host, and a
 * handler bean with files of its own.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class DownloadsApplication {

	public static void main(String[] args) {
		SpringApplication.run(DownloadsApplication.class, args);
	}

}
