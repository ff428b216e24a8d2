// @ts-check

/**
 * The Python wheels whose native parts Fovea uses, pinned by content: a file with another SHA-256 is refused.
 * `bytes` is what is downloaded, for progress and for the check of the disk.
 * @typedef {{ name: string, version: string, sha256: string, bytes: number }} Wheel
 */

/** @type {Wheel[]} what `tensorflow[and-cuda]` 2.21 asks for, at CUDA 12.9 */
const cuda = [
  {
    name: 'nvidia-cublas-cu12',
    version: '12.9.3.13',
    sha256: 'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72',
    bytes: 581_217_458,
  },
  {
    name: 'nvidia-cuda-cupti-cu12',
    version: '12.9.79',
    sha256: '096bcf334f13e1984ba36685ad4c1d6347db214de03dbb6eebb237b41d9d934f',
    bytes: 10_814_997,
  },
  {
    name: 'nvidia-cuda-nvcc-cu12',
    version: '12.9.86',
    sha256: '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0',
    bytes: 40_546_229,
  },
  {
    name: 'nvidia-cuda-nvrtc-cu12',
    version: '12.9.86',
    sha256: '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4',
    bytes: 89_568_129,
  },
  {
    name: 'nvidia-cuda-runtime-cu12',
    version: '12.9.79',
    sha256: '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3',
    bytes: 3_493_179,
  },
  {
    name: 'nvidia-cudnn-cu12',
    version: '9.28.0.42',
    sha256: '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375',
    bytes: 716_538_495,
  },
  {
    name: 'nvidia-cufft-cu12',
    version: '11.4.1.4',
    sha256: 'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28',
    bytes: 200_877_592,
  },
  {
    name: 'nvidia-curand-cu12',
    version: '10.3.10.19',
    sha256: '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e',
    bytes: 68_295_626,
  },
  {
    name: 'nvidia-cusolver-cu12',
    version: '11.7.5.82',
    sha256: '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88',
    bytes: 338_117_415,
  },
  {
    name: 'nvidia-cusparse-cu12',
    version: '12.5.10.65',
    sha256: '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78',
    bytes: 366_465_088,
  },
  {
    name: 'nvidia-nccl-cu12',
    version: '2.32.3',
    sha256: 'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c',
    bytes: 351_526_311,
  },
  {
    name: 'nvidia-nvjitlink-cu12',
    version: '12.9.86',
    sha256: 'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9',
    bytes: 39_748_338,
  },
];

/**
 * libtensorflow by platform and variant. The file for Python 3.12 is named whatever Python runs pip: the libraries inside
 * know no Python, and one file can be pinned.
 * @type {Record<string, { cpu: Wheel[], gpu?: Wheel[] }>}
 */
export const engineWheels = {
  'linux-x64': {
    cpu: [
      {
        name: 'tensorflow-cpu',
        version: '2.21.0',
        sha256: 'dcc8afd32930e42d5296b6ee19078b773706830af4ea97fbe503b9f5e0f820cb',
        bytes: 274_000_871,
      },
    ],
    gpu: [
      {
        name: 'tensorflow',
        version: '2.21.0',
        sha256: 'b3b95643c4e70eb925839938fb35cbe142f317ec84af6844ee61513713bb13c0',
        bytes: 572_611_111,
      },
      ...cuda,
    ],
  },
  'linux-arm64': {
    cpu: [
      {
        name: 'tensorflow',
        version: '2.21.0',
        sha256: 'b07d15737406533898e36c7ef7944b1be18e9028dc521b9229952c537bbc5552',
        bytes: 281_946_471,
      },
    ],
  },
};

/** @type {Record<string, Wheel>} a static FFmpeg 9.0.2 by platform */
export const ffmpegWheels = {
  'linux-x64': {
    name: 'imageio-ffmpeg',
    version: '0.8.1',
    sha256: '050d6850601c3b3890bd2b28306f3b842b3daea390a561101174375a1c460bda',
    bytes: 67_998_402,
  },
  'linux-arm64': {
    name: 'imageio-ffmpeg',
    version: '0.8.1',
    sha256: 'fad3176f859b25869e60a8ed79957d4e3ed74a97a95e5f0cdcb91455f6c6d00e',
    bytes: 60_956_631,
  },
};

/** @type {Record<string, string>} how Python's index calls the processor */
const machines = { 'linux-x64': 'x86_64', 'linux-arm64': 'aarch64' };

/** The platform tags, newest first, under which the wheels above were published. */
export function platformTags(platform = `${process.platform}-${process.arch}`) {
  const policies = [
    'manylinux_2_28',
    'manylinux_2_27',
    'manylinux_2_25',
    'manylinux_2_17',
    'manylinux2014',
    'manylinux2010',
  ];
  return policies.map((policy) => `${policy}_${machines[platform]}`);
}
