package io.jhttp.benchmark;

import java.io.File;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.CharsetUtil;

/**
 * Netty: PORT. Answers of pipelined requests are flushed together.
 */
public final class NettyServer {

	private NettyServer() {
	}

	public static void main(String[] args) throws Exception {
		SslContext tls = (System.getProperty("tls") != null) ? tls() : null;
		MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
		new ServerBootstrap().group(loops)
			.channel(NioServerSocketChannel.class)
			.option(ChannelOption.SO_BACKLOG, 1024)
			.childHandler(new ChannelInitializer<SocketChannel>() {

				@Override
				protected void initChannel(SocketChannel channel) {
					if (tls != null) {
						channel.pipeline().addLast(tls.newHandler(channel.alloc()));
					}
					channel.pipeline().addLast(new HttpServerCodec(), new Answers());
				}

			})
			.bind("127.0.0.1", Integer.parseInt(args[0]))
			.syncUninterruptibly();
	}

	private static SslContext tls() throws Exception {
		char[] password = "changeit".toCharArray();
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(KeyStore.getInstance(new File(System.getProperty("tls")), password), password);
		return SslContextBuilder.forServer(keys).sslProvider(SslProvider.JDK).protocols("TLSv1.3").build();
	}

	private static final class Answers extends SimpleChannelInboundHandler<HttpObject> {

		private static final ByteBuf HELLO = Unpooled
			.unreleasableBuffer(Unpooled.directBuffer(13).writeBytes("Hello, World!".getBytes()));

		private HttpRequest request;

		private long received;

		@Override
		protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
			if (part instanceof HttpRequest head) {
				this.request = head;
				this.received = 0;
			}
			if (part instanceof HttpContent content) {
				this.received += content.content().readableBytes();
			}
			if (part instanceof LastHttpContent) {
				answer(context, this.request.uri().equals("/upload")
						? Unpooled.copiedBuffer(String.valueOf(this.received), CharsetUtil.US_ASCII)
						: HELLO.duplicate());
			}
		}

		private void answer(ChannelHandlerContext context, ByteBuf content) {
			FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK,
					content);
			response.headers()
				.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
				.set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
			if (HttpUtil.isKeepAlive(this.request)) {
				context.write(response, context.voidPromise());
			}
			else {
				response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
				context.write(response).addListener(ChannelFutureListener.CLOSE);
			}
		}

		@Override
		public void channelReadComplete(ChannelHandlerContext context) {
			context.flush();
		}

	}

}
