package format

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// formatted returns the formatted text, or why there is none.
func formatted(text string) string {
	var diags diag.List
	out := Source(diag.NewFile("f", []byte(text)), &diags)
	if out == nil {
		return diags.Err().Error()
	}
	return string(out)
}

// layouts are texts and their formatted form. A leading line break is there for
// the reader only.
var layouts = []struct{ name, in, want string }{
	{"an example of everything", `
// input
{ use:[{'path':'/data', "rights":["rw*"],directory:"data"},{protocol:["b","A"]}, // eol
 ],
 // about the program
 program:{binary:"bin/x","runner":"elf",args:["-z","-a"]}, include:["//b.cml","//a.cml"]}`, `
// input
{
    include: [
        "//a.cml",
        "//b.cml",
    ],

    // about the program
    program: {
        runner: "elf",
        binary: "bin/x",
        args: [
            "-z",
            "-a",
        ],
    },
    use: [
        {
            directory: "data",
            rights: [ "rw*" ],
            path: '/data',
        },
        {
            protocol: [
                "A",
                "b",
            ],
        }, // eol
    ],
}
`},

	{"empty text", "", ""},
	{"comments only", "\n // a\n\n\n // b\n", "// a\n\n// b\n"},
	{"empty containers", `{use:[ ],program:{
}}`, `
{
    program: {},
    use: [],
}
`},
	{"byte-order mark and wide spaces", "\uFEFF{\u00A0a\u3000:\u2028[1,2]}", `
{
    a: [
        1,
        2,
    ],
}
`},
	{"line ends of other systems", "{\r\n// a\r\nb: [1, // c\r\n2],\r\n}\r\n", `
{
    // a
    b: [
        1, // c
        2,
    ],
}
`},
	{"several values", "{a:1}, [2]\n, // two\n'x', // x", `
{ a: 1 },
[ 2 ],

// two
'x' // x
`},
	{"a value that is no container", " 12 ", "12\n"},

	{"one primitive fits on a line", `{a:["x"],b:{c:null},d:[-0x1],e:[true],f:["y",]}`, `
{
    a: [ "x" ],
    b: { c: null },
    d: [ -0x1 ],
    e: [ true ],
    f: [ "y" ],
}
`},
	{"one container does not fit on a line", `{a:[[]],b:{c:{}}}`, `
{
    a: [
        [],
    ],
    b: {
        c: {},
    },
}
`},
	{"a document of one member fits on a line", `{ include: "x" }`, "{ include: \"x\" }\n"},
	{"the program section stays expanded", `{program:{runner:"elf"},x:{program:{runner:"elf"}}}`, `
{
    program: {
        runner: "elf",
    },
    x: {
        program: { runner: "elf" },
    },
}
`},
	{"what is in the program section fits on a line", `{program:{args:["a"],x:{y:1}}}`, `
{
    program: {
        args: [ "a" ],
        x: { y: 1 },
    },
}
`},

	{"keys that need no quotes", `{"a":1,'b_$9':2,"":3,"1a":4,'a-b':5,"true":6,"false":6,"null":7,"NaN":8,"é":9,"\x61":10,é:11,\u0061:12}`, `
{
    a: 1,
    b_$9: 2,
    "": 3,
    "1a": 4,
    'a-b': 5,
    "true": 6,
    "false": 6,
    "null": 7,
    NaN: 8,
    "é": 9,
    "\x61": 10,
    é: 11,
    \u0061: 12,
}
`},
	{"values stay verbatim", `{a:'it is "x"',b:"\u0041\/",c:+0x0aF,d:.5e+10,e:-Infinity,f:1.}`, `
{
    a: 'it is "x"',
    b: "\u0041\/",
    c: +0x0aF,
    d: .5e+10,
    e: -Infinity,
    f: 1.,
}
`},
	{"continued strings stay verbatim", "{a: 'x\\\n  y\\\r\nz', b: ['1\\\n2']}", "{\n    a: 'x\\\n  y\\\r\nz',\n    b: [ '1\\\n2' ],\n}\n"},

	{"sections have an order", `{z:1,facets:{},environments:[],expose:[],offer:[],use:[],capabilities:[],collections:[],children:[],program:{},include:[],config:{},a:1}`, `
{
    include: [],
    program: {},
    children: [],
    collections: [],
    capabilities: [],
    use: [],
    offer: [],
    expose: [],
    environments: [],
    facets: {},
    z: 1,
    config: {},
    a: 1,
}
`},
	{"clauses have an order", `{offer:[{dependency:"weak",availability:"optional",subdir:"s",to:"#a",as:"b",from:"self",path:"/p",rights:["r*"],protocol:"p"}]}`, `
{
    offer: [
        {
            protocol: "p",
            from: "self",
            as: "b",
            to: "#a",
            rights: [ "r*" ],
            path: "/p",
            subdir: "s",
            dependency: "weak",
            availability: "optional",
        },
    ],
}
`},
	{"registrations have an order", `{environments:[{resolvers:[{scheme:"s",from:"parent",resolver:"r"}],runners:[{as:"b",from:"parent",runner:"a"}],extends:"realm",name:"e"}]}`, `
{
    environments: [
        {
            name: "e",
            extends: "realm",
            runners: [
                {
                    runner: "a",
                    from: "parent",
                    as: "b",
                },
            ],
            resolvers: [
                {
                    resolver: "r",
                    from: "parent",
                    scheme: "s",
                },
            ],
        },
    ],
}
`},
	{"the order goes by depth, not by meaning", `{config:{k:{to:1,name:2}},facets:{x:{y:{to:1,name:2},to:1,name:2},to:1,name:2}}`, `
{
    facets: {
        x: {
            name: 2,
            to: 1,
            y: {
                to: 1,
                name: 2,
            },
        },
        to: 1,
        name: 2,
    },
    config: {
        k: {
            name: 2,
            to: 1,
        },
    },
}
`},
	{"the program section has an order of its own", `{program:{to:1,args:[],name:2,binary:"b",runner:"r",x:{to:1,name:2,y:{z:{to:1,name:2}}}}}`, `
{
    program: {
        runner: "r",
        binary: "b",
        args: [],
        to: 1,
        name: 2,
        x: {
            to: 1,
            name: 2,
            y: {
                z: {
                    to: 1,
                    name: 2,
                },
            },
        },
    },
}
`},
	{"repeated keys keep their order", `{use:1,include:1,use:2,include:2}`, `
{
    include: 1,
    include: 2,
    use: 1,
    use: 2,
}
`},

	{"primitives are sorted", `{a:["b","A","a","B",'a',"É","é","ä","a",10,9,true]}`, `
{
    a: [
        "A",
        "a",
        "a",
        "B",
        "b",
        "ä",
        "É",
        "é",
        'a',
        10,
        9,
        true,
    ],
}
`},
	{"arrays of the program section are not sorted", `{program:{args:["b","a"],x:{y:["b","a"]}},program2:["b","a"]}`, `
{
    program: {
        args: [
            "b",
            "a",
        ],
        x: {
            y: [
                "a",
                "b",
            ],
        },
    },
    program2: [
        "a",
        "b",
    ],
}
`},
	{"containers keep their place among primitives", `{a:["c",{z:1},"b",[],"a"]}`, `
{
    a: [
        "a",
        { z: 1 },
        "b",
        [],
        "c",
    ],
}
`},
	{"a document that is an array", `["b",{to:1,name:2},"a"]`, `
[
    "a",
    {
        to: 1,
        name: 2,
    },
    "b",
]
`},

	{"comments move with their items", `
{
    // about use
    use: [
        // b
        "b", // beside b
        // a
        "a", // beside a
             // and below
    ],

    // about include
    include: [],
}`, `
{
    // about include
    include: [],

    // about use
    use: [
        // a
        "a", // beside a
             // and below

        // b
        "b", // beside b
    ],
}
`},
	{"comments behind brackets are in the container", `
{ // a
    use: [ // b
        { // c
            x: 1, } ], }`, `
{
    // a
    use: [
        // b
        {
            // c
            x: 1,
        },
    ],
}
`},
	{"comments between key and value", `
{
    b: 1, // beside b
    // before a
    a /* between */ : // behind
    // above
    1 /* after */, // far
}`, `
{
    b: 1, // beside b

    // before a

    /* between */

    // behind
    // above
    a: 1,

    /* after */

    // far
}
`},
	{"comments in empty containers", "{a:[ // x\n],b:{ /* y */ },c:[\n// p\n\n// q\n]}", `
{
    a: [
        // x
    ],
    b: {
        /* y */
    },
    c: [
        // p

        // q
    ],
}
`},
	{"comments around a single item keep it expanded", "{a:[/*x*/1],b:[1// x\n],c:[1,\n// x\n]}", `
{
    a: [
        /*x*/
        1,
    ],
    b: [
        1, // x
    ],
    c: [
        1,

        // x
    ],
}
`},
	{"comments around the document", `
// Copyright


// About
{} // beside

// after


/* end */`, `
// Copyright

// About
{} // beside

// after

/* end */
`},
	{"comments beside an item", `
[
    1 // before the comma
    , // after a comma on the next line
    2, // after the comma
    3, 4, // on a line of several
    [
        5 // inside
    ], // beside the array
    6
    // below
]`, `
[
    1, // before the comma

    // after a comma on the next line
    2, // after the comma
    3,
    4, // on a line of several
    [
        5, // inside
    ], // beside the array
    6,

    // below
]
`},
	{"comments that go on below", `
[
    1, // one
       // two
       //
       //   - three
    "ä", // wide
         // character
    [2], /// four
         /// five
    3, // six
      // not seven
    4, // eight

       // not nine
    5]`, `
[
    "ä", // wide
         // character
    1, // one
       // two
       //
       //   - three
    [ 2 ], /// four
           /// five
    3, // six

    // not seven
    4, // eight

    // not nine
    5,
]
`},
	{"blocks of line comments", `
{

    // a
    // b


    // c
    /* d */
    /* e */
    // f
    x: 1,

    y: 2,
    // g

    z: 3,

    // h

    // i

}`, `
{
    // a
    // b

    // c

    /* d */

    /* e */

    // f
    x: 1,
    y: 2,

    // g
    z: 3,

    // h

    // i
}
`},
	{"block comments beside items belong to the next", `
[
    /* one */ 1, /* two */ 2 /* three */, 3 /* end */ // last
]`, `
[
    /* one */
    1,

    /* two */
    2,

    /* three */
    3,

    /* end */

    // last
]
`},
	{"block comments move when their lines begin behind them", `
{
  /* a
     b

       c   
   d */
  use: [
          /*
           * e
           */
          /*
          f
        */
  ],
}`, `
{
    /* a
       b

         c
     d */
    use: [
        /*
         * e
        */

        /*
        f
        */
    ],
}
`},
	{"block comments stay when a line begins before them", `
{
        /* a
     b
              c
                   */
        use: [
            /*
          d
            */
        ],
}`, `
{
    /* a
     b
              c
    */
    use: [
        /*
          d
        */
    ],
}
`},
	{"a block comment in the first column moves", "/*\n a\n  */\n[/*\n  */]", `
/*
 a
*/
[
    /*
    */
]
`},
	{"block comments that are verbatim", "{a:1,\n        /* x\n y\r\n         */\n}", `
{
    a: 1,

    /* x
 y
         */
}
`},
	{"trailing space", "{ // a \t\n/* b  \n c  */\n}  \n  ", `
{
    // a

    /* b
     c  */
}
`},
}

func TestSource(t *testing.T) {
	for _, tt := range layouts {
		t.Run(tt.name, func(t *testing.T) {
			in, want := strings.TrimPrefix(tt.in, "\n"), strings.TrimPrefix(tt.want, "\n")
			got := formatted(in)
			if diff := cmp.Diff(got, want); diff != "" {
				t.Errorf("(-got +want):\n%s", diff)
			}
			if diff := cmp.Diff(formatted(got), got); diff != "" {
				t.Errorf("formatting again changes it (-got +want):\n%s", diff)
			}
		})
	}
}

func TestSourceRefusesWhatIsNotJSON5(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"missing comma", "{a: 1 b: 2}", `
f:1:7: expected ',' or '}' after the value, found identifier "b"
  fix: add a comma after the value`},
		{"two documents without a comma", "{}\n{}", "f:2:1: expected ',' or the end of the file after the value, found '{'"},
		{"nesting", strings.Repeat("[", 1001), "f:1:1001: arrays and objects are nested deeper than 1000 levels"},
		{"invalid UTF-8", "// \xff", `
f:1:4: byte 0xFF is not valid UTF-8
  fix: save the file in the encoding UTF-8`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(formatted(tt.in), strings.TrimPrefix(tt.want, "\n")); diff != "" {
				t.Errorf("(-got +want):\n%s", diff)
			}
		})
	}
}

func TestDeepNesting(t *testing.T) {
	text := strings.Repeat("[", 1000) + strings.Repeat("]", 1000)
	got := formatted(text)
	if !strings.HasSuffix(got, "]\n") || strings.Count(got, "[") != 1000 {
		t.Fatalf("got %.100q", got)
	}
}

func TestResultThatIsTooLarge(t *testing.T) {
	deep := strings.Repeat("[", 100) + strings.Repeat("1,", 10_000) + strings.Repeat("]", 100)
	for _, text := range []string{deep, strings.Repeat(deep+",", 10)} {
		var diags diag.List
		if out := source(diag.NewFile("f", []byte(text)), 1<<20, &diags); out != nil {
			t.Fatalf("got %d bytes", len(out))
		}
		want := "f:1:1: the formatted text would have more than 1048576 bytes"
		if diff := cmp.Diff(diags.Err().Error(), want); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
	}
}
