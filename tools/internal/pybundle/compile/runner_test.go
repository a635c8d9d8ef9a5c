package compile

import (
	"context"
	"testing"
)

// TestRunnerThatASourceCalls: only a source that does nothing else than our runner
// of that name would do says that it wants it.
func TestRunnerThatASourceCalls(t *testing.T) {
	_, i := testRuntime(t)
	const block = "if __name__ == '__main__':\n    "
	cases := []struct{ name, source, want string }{
		{"unittest", "import unittest\n" + block + "unittest.main()\n", "unittest"},
		{"unittest by another name", "import unittest as ut\n" + block + "ut.main()\n", "unittest"},
		{"its function", "from unittest import TestCase, main\n" + block + "main()\n", "unittest"},
		{"how much is printed", "import unittest\n" + block + "unittest.main(verbosity=2)\n", "unittest"},
		{"the other way round", "import unittest\nif '__main__' == __name__:\n    unittest.main()\n", "unittest"},
		{"the status of unittest", "import sys, unittest\n" + block + "sys.exit(unittest.main())\n", "unittest"},
		{"pytest", "import pytest\n" + block + "pytest.main([__file__])\n", "pytest"},
		{"the status of pytest", "import sys\nimport pytest\n" + block + "sys.exit(pytest.main([__file__, '-v']))\n", "pytest"},
		{"raised status", "import pytest\n" + block + "raise SystemExit(pytest.main([__file__]))\n", "pytest"},
		{"given arguments", "import sys, pytest\n" + block + "pytest.main([__file__, *sys.argv[1:]])\n", "pytest"},
		{"added arguments", "import sys, pytest\n" + block + "pytest.main([__file__] + sys.argv[1:])\n", "pytest"},

		{"no block", "import unittest\nunittest.main()\n", ""},
		{"a statement more", "import unittest\n" + block + "print()\n    unittest.main()\n", ""},
		{"a branch more", "import unittest\n" + block + "unittest.main()\nelse:\n    x = 1\n", ""},
		{"two blocks", "import unittest\n" + block + "unittest.main()\n" + block + "unittest.main()\n", ""},
		{"asked elsewhere", "import unittest\nx = __name__ == '__main__'\n" + block + "unittest.main()\n", ""},
		{"another condition", "import unittest\nif __name__ != '__main__':\n    unittest.main()\n", ""},
		{"a condition more", "import unittest\nif __name__ == '__main__' and x:\n    unittest.main()\n", ""},
		{"chosen tests", "import unittest\n" + block + "unittest.main(defaultTest='A')\n", ""},
		{"arguments of its own", "import unittest\n" + block + "unittest.main(argv=['x'])\n", ""},
		{"a module", "import unittest\n" + block + "unittest.main('tests')\n", ""},
		{"stops early", "import unittest\n" + block + "unittest.main(failfast=True)\n", ""},
		{"other keywords", "import unittest\n" + block + "unittest.main(**x)\n", ""},
		{"another unittest", "from x import unittest\n" + block + "unittest.main()\n", ""},
		{"another main", "import unittest\nfrom absl.testing import absltest\n" + block + "absltest.main()\n", ""},
		{"its own main", "import unittest\ndef main(): pass\n" + block + "main()\n", ""},
		{"pytest of everything", "import pytest\n" + block + "pytest.main()\n", ""},
		{"pytest of another file", "import pytest\n" + block + "pytest.main(['x.py'])\n", ""},
		{"options of pytest", "import pytest\n" + block + "pytest.main([__file__, '-s'])\n", ""},
		{"other arguments", "import sys, pytest\n" + block + "pytest.main([__file__] + sys.argv)\n", ""},
		{"plugins of pytest", "import pytest\n" + block + "pytest.main([__file__], plugins=[x])\n", ""},
		{"status with a text", "import sys, pytest\n" + block + "sys.exit(str(pytest.main([__file__])))\n", ""},
	}
	_, err := i.Compile(context.Background(), len(cases),
		func(n int) (Source, error) { return Source{"_main/a.py", []byte(cases[n].source)}, nil },
		func(n int, _ *Python, r Result) error {
			if r.Problem != nil || len(r.Warnings) > 0 {
				t.Errorf("%s: got %v, %v", cases[n].name, r.Problem, r.Warnings)
			}
			if r.Runs != cases[n].want {
				t.Errorf("%s: got %q, want %q", cases[n].name, r.Runs, cases[n].want)
			}
			return nil
		})
	if err != nil {
		t.Fatal(err)
	}
}
