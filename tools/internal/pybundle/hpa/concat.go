package hpa

import "io"

// Concat writes archives behind a file of a length, as they are but for the
// trailer, which says where they are. Previous is set if the file ends in an
// archive. It returns how long the file is then.
func Concat(w io.Writer, length int64, previous bool, archives ...*Archive) (int64, error) {
	for _, a := range archives {
		t := a.Trailer
		body := t.FileLen - TrailerSize - t.Start
		t.Start = roundUp(length, BlockAlign)
		t.FileLen = t.Start + body + TrailerSize
		t.Flags &= FlagRuntime | FlagMaterialize
		t.Flags |= uint32(t.Start-length) << paddingShift
		switch {
		case previous:
			t.Flags |= FlagPrevious
		case length > 0:
			t.Flags |= FlagCarrier
		}
		if _, err := w.Write(make([]byte, t.Start-length)); err != nil {
			return length, err
		}
		if n, err := io.Copy(w, io.NewSectionReader(a.r, a.Start, body)); err != nil {
			return length, err
		} else if n != body {
			return length, io.ErrUnexpectedEOF
		}
		if _, err := w.Write(t.append(nil)); err != nil {
			return length, err
		}
		length, previous = t.FileLen, true
	}
	return length, nil
}
