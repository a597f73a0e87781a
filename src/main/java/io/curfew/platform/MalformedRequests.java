package io.curfew.platform;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Set;

/**
 * Brings requests that the HTTP decoder cannot read, and those of versions that it does not know, to the application,
 * where {@link FrontRoutes} refuses them as their door does; the HTTP server would answer them itself, with an empty
 * 400. Netty finds this class as a service where the system property {@link #SYSTEM_PROPERTY} says so.
 *
 * <p>When the decoder reports such a request, it has given the connection up: whatever follows is not read. So the mark
 * stands in the request, and its answer closes the connection.
 */
@RegisterForReflection // for Netty, which makes it as a service
public final class MalformedRequests extends ChannelInitializerExtension {
    /** Makes Netty look for services of this kind; its value is {@link #SERVICELOAD}. */
    static final String SYSTEM_PROPERTY = EXTENSIONS_SYSTEM_PROPERTY;

    /** Lets Netty use the services it finds. */
    static final String SERVICELOAD = "serviceload";

    /** The header that marks such a request. Whoever sends it is refused as well. */
    static final String MARK = "Curfew-Malformed";

    /** The mark of a request whose headers are larger than the decoder takes. */
    static final String HEADERS_TOO_LARGE = "headers-too-large";

    private static final String UNREADABLE = "unreadable";

    /** The decoder takes anything for a version that looks like one. */
    private static final Set<HttpVersion> VERSIONS = Set.of(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1);

    private static final String DECODER = "httpDecoder";

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        channel.pipeline().addLast(new Beginning());
    }

    /**
     * Vert.x puts the decoder into the pipeline when it has seen that a connection does not speak HTTP/2, and lets it
     * decode at once. So the first bytes, by which that shows, go ahead alone, one by one; then the mark's handler
     * takes its place.
     */
    private static final class Beginning extends ChannelInboundHandlerAdapter {
        /** After this many bytes, {@code PRI} of HTTP/2's preface and {@code PRO} of a method can be told apart. */
        private static final int ENOUGH = 3;

        private int seen;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ChannelPipeline pipeline = context.pipeline();
            if (message instanceof ByteBuf bytes) {
                while (seen < ENOUGH && bytes.readableBytes() > 1 && pipeline.get(DECODER) == null) {
                    seen++;
                    context.fireChannelRead(bytes.readRetainedSlice(1));
                }
                if (pipeline.get(DECODER) != null) {
                    pipeline.addAfter(DECODER, null, new Marking());
                    pipeline.remove(this);
                } else if (seen == ENOUGH) {
                    pipeline.remove(this);
                }
            }
            context.fireChannelRead(message);
        }
    }

    private static final class Marking extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof DefaultHttpRequest request) {
                if (!request.decoderResult().isSuccess()) {
                    boolean tooLong = request.decoderResult().cause() instanceof TooLongHttpHeaderException;
                    request.setDecoderResult(DecoderResult.SUCCESS);
                    request.headers().set(MARK, tooLong ? HEADERS_TOO_LARGE : UNREADABLE);
                } else if (!VERSIONS.contains(request.protocolVersion())) {
                    request.setProtocolVersion(HttpVersion.HTTP_1_1);
                    request.headers().set(MARK, UNREADABLE);
                }
            }
            context.fireChannelRead(message);
        }
    }
}
