package io.jhttp.benchmark;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.CompressedContentFormat;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Jetty: PORT DIRECTORY. Its hello is marked as non-blocking, as jhttp's is.
 */
public final class JettyServer {

	private static final byte[] HELLO = "Hello, World!".getBytes();

	private JettyServer() {
	}

	public static void main(String[] args) throws Exception {
		Server server = new Server();
		ServerConnector connector = connector(server);
		connector.setHost("127.0.0.1");
		connector.setPort(Integer.parseInt(args[0]));
		connector.setAcceptQueueSize(1024);
		server.addConnector(connector);
		ResourceHandler files = new ResourceHandler();
		files.setBaseResource(ResourceFactory.of(files).newResource(Path.of(args[1])));
		files.setPrecompressedFormats(CompressedContentFormat.BR, CompressedContentFormat.GZIP);
		server.setHandler(new Handler.Sequence(new Hello(), new Upload(), files));
		server.start();
	}

	private static ServerConnector connector(Server server) {
		if (System.getProperty("http2") != null) {
			HttpConfiguration configuration = new HttpConfiguration();
			configuration.addCustomizer(new SecureRequestCustomizer(false));
			ALPNServerConnectionFactory choice = new ALPNServerConnectionFactory();
			choice.setDefaultProtocol("http/1.1");
			return new ServerConnector(server, new SslConnectionFactory(tls(), choice.getProtocol()), choice,
					new HTTP2ServerConnectionFactory(configuration), new HttpConnectionFactory(configuration));
		}
		return (System.getProperty("tls") != null) ? new ServerConnector(server, tls()) : new ServerConnector(server);
	}

	private static SslContextFactory.Server tls() {
		SslContextFactory.Server tls = new SslContextFactory.Server();
		tls.setKeyStorePath(System.getProperty("tls"));
		tls.setKeyStorePassword("changeit");
		tls.setSniRequired(false);
		return tls;
	}

	private static final class Hello extends Handler.Abstract.NonBlocking {

		@Override
		public boolean handle(Request request, Response response, Callback callback) {
			if (!"/hello".equals(request.getHttpURI().getPath())) {
				return false;
			}
			response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
			response.write(true, ByteBuffer.wrap(HELLO), callback);
			return true;
		}

	}

	private static final class Upload extends Handler.Abstract {

		@Override
		public boolean handle(Request request, Response response, Callback callback) throws Exception {
			if (!"/upload".equals(request.getHttpURI().getPath())) {
				return false;
			}
			try (InputStream content = Content.Source.asInputStream(request)) {
				Content.Sink.write(response, true,
						String.valueOf(content.transferTo(OutputStream.nullOutputStream())), callback);
			}
			return true;
		}

	}

}
