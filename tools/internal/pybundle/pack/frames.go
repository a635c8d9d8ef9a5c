package pack

import (
	"bytes"
	"context"
	"crypto/sha256"
	"runtime"
	"sync"

	"github.com/cespare/xxhash/v2"
	"github.com/klauspost/compress/zstd"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/seekable"
)

// compressor makes one frame of what it is given. Each is used by one goroutine.
type compressor interface {
	compress(content []byte) ([]byte, error)
	close() error
}

// goEncoder compresses with the encoder that is part of this program.
type goEncoder struct{ *zstd.Encoder }

func newGoEncoder(level Level) (compressor, error) {
	speed := zstd.SpeedFastest
	if level == Best {
		speed = zstd.SpeedBestCompression
	}
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(speed), zstd.WithEncoderConcurrency(1),
		zstd.WithWindowSize(seekable.FrameSize), zstd.WithEncoderCRC(true))
	return goEncoder{encoder}, err
}

func (e goEncoder) compress(content []byte) ([]byte, error) { return e.EncodeAll(content, nil), nil }
func (e goEncoder) close() error                            { return e.Close() }

// compressFrames compresses content to frames with a table behind, and describes
// the blob that they are.
func compressFrames(ctx context.Context, content []byte, o Options) ([]byte, hpa.Blob, error) {
	blob := hpa.Blob{RawLen: int64(len(content)), SHA256: sha256.Sum256(content), XXH64: xxhash.Sum64(content)}
	if o.Level == None {
		blob.StoredLen = blob.RawLen
		return content, blob, nil
	}
	raw := o.Level.cut(content)
	pieces := make([][]byte, len(raw))
	if err := each(ctx, len(raw), func() (compressor, error) { return o.compressor(ctx) }, func(c compressor, i int) (err error) {
		pieces[i], err = c.compress(raw[i])
		return err
	}); err != nil {
		return nil, blob, err
	}
	frames := make([]seekable.Frame, len(raw))
	for i := range frames {
		frames[i] = seekable.Frame{Stored: int64(len(pieces[i])), Raw: int64(len(raw[i]))}
	}
	stored := seekable.AppendTable(bytes.Join(pieces, nil), frames)
	if len(stored) >= len(content) {
		blob.StoredLen = blob.RawLen
		return content, blob, nil
	}
	blob.Codec, blob.StoredLen = hpa.Zstd, int64(len(stored))
	return stored, blob, nil
}

// each calls do for 0 to n-1, on all cores.
func each(ctx context.Context, n int, open func() (compressor, error), do func(compressor, int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			c, err := open()
			if err != nil {
				cancel(err)
				return
			}
			for i := range next {
				if err := do(c, i); err != nil {
					cancel(err)
					break
				}
			}
			if err := c.close(); err != nil {
				cancel(err)
			}
		})
	}
	for i := 0; i < n && ctx.Err() == nil; i++ {
		select {
		case next <- i:
		case <-ctx.Done():
		}
	}
	close(next)
	workers.Wait()
	return context.Cause(ctx)
}
