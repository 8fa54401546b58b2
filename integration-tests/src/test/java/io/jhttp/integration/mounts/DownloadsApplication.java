package io.jhttp.integration.mounts;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * What docs/mounts.md and docs/uploads.md show: files of the class path, of the disk and
 * of two hosts, a handler bean with files of its own, and one that takes files.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class DownloadsApplication {

	public static void main(String[] args) {
		SpringApplication.run(DownloadsApplication.class, args);
	}

}
