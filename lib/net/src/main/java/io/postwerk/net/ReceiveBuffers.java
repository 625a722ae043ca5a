package io.postwerk.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import io.postwerk.net.MemoryBudget.Use;

/** Sizes the buffers that are read into: by what came last, and no larger than the connection's share of the memory. */
final class ReceiveBuffers implements RecvByteBufAllocator {

    private static final int SMALLEST = 2_048;
    private static final int LARGEST = 65_536;
    private static final RecvByteBufAllocator BY_TRAFFIC = new AdaptiveRecvByteBufAllocator(512, SMALLEST, LARGEST);

    private final MemoryBudget memory;

    ReceiveBuffers(MemoryBudget memory) {
        this.memory = memory;
    }

    @Override
    @SuppressWarnings("deprecation") // The interface's own return type.
    public Handle newHandle() {
        return new Bounded(memory, (ExtendedHandle) BY_TRAFFIC.newHandle());
    }

    private static final class Bounded extends DelegatingHandle implements ExtendedHandle {

        private final MemoryBudget memory;
        private final ExtendedHandle byTraffic;

        Bounded(MemoryBudget memory, ExtendedHandle byTraffic) {
            super(byTraffic);
            this.memory = memory;
            this.byTraffic = byTraffic;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return allocator.ioBuffer(guess());
        }

        @Override
        public int guess() {
            int wanted = super.guess();
            return wanted <= SMALLEST ? wanted : Math.clamp(memory.share(Use.BUFFER), SMALLEST, wanted);
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier more) {
            return byTraffic.continueReading(more);
        }
    }
}
