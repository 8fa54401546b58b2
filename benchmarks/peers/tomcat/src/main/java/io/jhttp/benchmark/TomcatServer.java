package io.jhttp.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/**
 * Embedded Tomcat: PORT DIRECTORY. Connections are kept without a limit.
 */
public final class TomcatServer {

	private static final byte[] HELLO = "Hello, World!".getBytes();

	private TomcatServer() {
	}

	public static void main(String[] args) throws IOException, LifecycleException {
		Tomcat tomcat = new Tomcat();
		tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
		tomcat.setSilent(true);
		tomcat.setPort(Integer.parseInt(args[0]));
		tomcat.getConnector().setProperty("address", "127.0.0.1");
		tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
		tomcat.getConnector().setProperty("acceptCount", "1024");
		tomcat.getConnector().setProperty("maxConnections", "20000");
		if (System.getProperty("tls") != null) {
			encrypt(tomcat.getConnector());
		}
		if (System.getProperty("http2") != null) {
			tomcat.getConnector().addUpgradeProtocol(new Http2Protocol());
		}
		Context context = tomcat.addContext("", args[1]);
		Wrapper files = Tomcat.addServlet(context, "files", new DefaultServlet());
		files.addInitParameter("precompressed", "true");
		context.addServletMappingDecoded("/", "files");
		Tomcat.addServlet(context, "hello", new Hello());
		context.addServletMappingDecoded("/hello", "hello");
		Tomcat.addServlet(context, "upload", new Upload());
		context.addServletMappingDecoded("/upload", "upload");
		for (String[] type : new String[][] { { "html", "text/html" }, { "css", "text/css" },
				{ "js", "text/javascript" } }) {
			context.addMimeMapping(type[0], type[1]);
		}
		tomcat.start();
		tomcat.getServer().await();
	}

	/** NIO with the JDK's TLS. */
	private static void encrypt(Connector connector) {
		connector.setScheme("https");
		connector.setSecure(true);
		connector.setProperty("SSLEnabled", "true");
		connector.setProperty("sslImplementationName", "org.apache.tomcat.util.net.jsse.JSSEImplementation");
		SSLHostConfig host = new SSLHostConfig();
		host.setProtocols("TLSv1.3");
		SSLHostConfigCertificate certificate = new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.EC);
		certificate.setCertificateKeystoreFile(System.getProperty("tls"));
		certificate.setCertificateKeystorePassword("changeit");
		host.addCertificate(certificate);
		connector.addSslHostConfig(host);
	}

	private static final class Hello extends HttpServlet {

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			response.setContentType("text/plain");
			response.setContentLength(HELLO.length);
			response.getOutputStream().write(HELLO);
		}

	}

	private static final class Upload extends HttpServlet {

		@Override
		protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
			long length = request.getInputStream().transferTo(OutputStream.nullOutputStream());
			response.setContentType("text/plain");
			response.getWriter().print(length);
		}

	}

}
