// Package spell finds the word that a misspelt one was most likely meant to be.
//
// It promises an answer that depends on nothing but the words and their order,
// and gives up on a candidate as soon as it is too far away.
package spell

import "math"

// Nearest returns the candidate that takes the fewest corrections, "" if all
// take more than most. Of equally near ones the first wins.
func Nearest(word string, candidates []string, most int) string {
	best := ""
	for _, c := range candidates {
		if n := Distance(word, c, most); n <= most {
			best, most = c, n-1
		}
	}
	return best
}

// Any is the number of corrections that no two words take.
const Any = math.MaxInt - 1

// Distance returns the number of corrections that turn one word into the other:
// bytes to insert, delete, replace or swap with their neighbour. It gives up
// when there are more than most, and returns more then.
func Distance(a, b string, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	var short [3 * 65]int // on the stack, enough for most names
	space := short[:]
	if n := 3 * (len(b) + 1); n > len(space) {
		space = make([]int, n)
	}
	n := len(b) + 1
	before, last, row := space[:n], space[n:2*n], space[2*n:3*n]
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			// Nor does a later row have less: the one before this, which a swap
			// reaches, has at most one less.
			return most + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
