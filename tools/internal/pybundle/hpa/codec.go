package hpa

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"github.com/klauspost/compress/zstd"
)

// FrameSize is how much content a frame has at most. Frames are decoded
// independently of each other.
const FrameSize = 4 << 20

// encoders make and keep what compresses, for each level.
type encoders struct {
	dict []byte
	made map[encoderKey]*zstd.Encoder
}

type encoderKey struct {
	level int
	dict  bool
}

// encode appends frames.
func (e *encoders) encode(dst, content []byte, codec Codec, level, frame int) ([]byte, error) {
	key := encoderKey{level, codec == ZstdDict}
	enc := e.made[key]
	if enc == nil {
		// One goroutine: with several, output could depend on the machine.
		options := []zstd.EOption{
			zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.EncoderLevel(level)),
			zstd.WithEncoderCRC(true), zstd.WithZeroFrames(true),
		}
		if key.dict {
			if isDictionary(e.dict) {
				options = append(options, zstd.WithEncoderDict(e.dict))
			} else {
				options = append(options, zstd.WithEncoderDictRaw(0, e.dict))
			}
		}
		var err error
		if enc, err = zstd.NewWriter(nil, options...); err != nil {
			return nil, err
		}
		if e.made == nil {
			e.made = map[encoderKey]*zstd.Encoder{}
		}
		e.made[key] = enc
	}
	for {
		n := min(frame, len(content))
		dst = enc.EncodeAll(content[:n], dst)
		if content = content[n:]; len(content) == 0 {
			return dst, nil
		}
	}
}

// isDictionary reports whether a dictionary has the form that Zstandard trains;
// any other text serves as a dictionary as it is.
func isDictionary(dict []byte) bool {
	return len(dict) >= 8 && binary.LittleEndian.Uint32(dict) == 0xEC30A437
}

// decoder returns a stream of the content of frames, which needs at most some
// megabytes of memory.
func decoder(stored io.Reader, dict []byte, options ...zstd.DOption) (*zstd.Decoder, error) {
	options = append(options,
		zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(128<<20))
	if isDictionary(dict) {
		options = append(options, zstd.WithDecoderDicts(dict))
	} else if dict != nil {
		options = append(options, zstd.WithDecoderDictRaw(0, dict))
	}
	return zstd.NewReader(stored, options...)
}

// inflate decodes frames whose content has a known length.
func inflate(stored []byte, raw int64, dict []byte) ([]byte, error) {
	// The length may be a lie: what is large is taken as it appears.
	const trusted = 32 << 20
	var out []byte
	if raw <= trusted {
		d, err := decoder(nil, dict, zstd.WithDecodeAllCapLimit(true))
		if err != nil {
			return nil, err
		}
		defer d.Close()
		if out, err = d.DecodeAll(stored, make([]byte, 0, raw)); err != nil {
			return nil, err
		}
	} else {
		d, err := decoder(bytes.NewReader(stored), dict)
		if err != nil {
			return nil, err
		}
		defer d.Close()
		if out, err = io.ReadAll(io.LimitReader(d, raw+1)); err != nil {
			return nil, err
		}
	}
	if int64(len(out)) != raw {
		return nil, errors.New("the length of the content is wrong")
	}
	return out, nil
}
