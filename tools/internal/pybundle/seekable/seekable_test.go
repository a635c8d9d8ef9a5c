package seekable_test

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/seekable"
)

// store compresses pieces to frames with a table behind.
func store(t testing.TB, pieces ...string) ([]byte, []seekable.Frame) {
	t.Helper()
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		t.Fatal(err)
	}
	var stored []byte
	var frames []seekable.Frame
	var raw int64
	for _, p := range pieces {
		before := len(stored)
		stored = encoder.EncodeAll([]byte(p), stored)
		frames = append(frames, seekable.Frame{
			Offset: int64(before), Stored: int64(len(stored) - before), RawOffset: raw, Raw: int64(len(p)),
		})
		raw += int64(len(p))
	}
	return seekable.AppendTable(stored, frames), frames
}

func TestReadTableReturnsWhatWasAppended(t *testing.T) {
	stored, want := store(t, "one", "twotwo", "three")
	got, err := seekable.ReadTable(bytes.NewReader(stored), int64(len(stored)), 14)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("frames (-want +got):\n%s", diff)
	}
}

func TestDecodersThatDoNotKnowTheTableSkipIt(t *testing.T) {
	stored, _ := store(t, "one", "two", "three")
	r, err := zstd.NewReader(bytes.NewReader(stored))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	got, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("onetwothree", string(got)); diff != "" {
		t.Errorf("content (-want +got):\n%s", diff)
	}
}

func TestReadTableRefusesWhatCannotBeTrue(t *testing.T) {
	stored, _ := store(t, "one", "two")
	large := seekable.AppendTable([]byte("x"), []seekable.Frame{{Stored: 1, Raw: seekable.MaxFrame + 1}})
	for name, c := range map[string]struct {
		stored []byte
		raw    int64
	}{
		"nothing":                {nil, 0},
		"no table":               {bytes.Repeat([]byte("x"), 100), 100},
		"cut at the end":         {stored[:len(stored)-1], 6},
		"cut at the start":       {stored[1:], 6},
		"another raw length":     {stored, 7},
		"a frame that is larger": {large, seekable.MaxFrame + 1},
		"table alone":            {stored[len(stored)-33:], 6},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := seekable.ReadTable(bytes.NewReader(c.stored), int64(len(c.stored)), c.raw)
			if !errors.Is(err, seekable.ErrTable) {
				t.Errorf("got error %v, want %v", err, seekable.ErrTable)
			}
		})
	}
}

// FuzzReadTable holds that frames which are returned lie one behind the other and
// make up all of the content.
func FuzzReadTable(f *testing.F) {
	stored, _ := store(f, "one", "two", "three")
	f.Add(stored, int64(11))
	f.Add(stored[3:], int64(11))
	f.Add([]byte{}, int64(0))
	f.Fuzz(func(t *testing.T, stored []byte, raw int64) {
		frames, err := seekable.ReadTable(bytes.NewReader(stored), int64(len(stored)), raw)
		if err != nil {
			return
		}
		var at, rawAt int64
		for _, f := range frames {
			if f.Offset != at || f.RawOffset != rawAt || f.Raw < 0 || f.Raw > seekable.MaxFrame {
				t.Fatalf("frame %+v, want it at %d and %d", f, at, rawAt)
			}
			at, rawAt = at+f.Stored, rawAt+f.Raw
		}
		if rawAt != raw || at > int64(len(stored)) {
			t.Fatalf("frames end at %d of %d and %d of %d", at, len(stored), rawAt, raw)
		}
	})
}
