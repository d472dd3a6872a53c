/**
 * The only containers that are opened (names of FFmpeg's demuxers). A list of what is allowed, not of what is refused:
 * a demuxer that is not here cannot be reached by any file, whatever its first bytes or its name say. Left out on
 * purpose: everything that opens other files or addresses (hls, concat, dash, imf, sdp, image2 patterns, avisynth),
 * devices, and text drawn as pictures (tty).
 */
const video = [
  '3dostr,4xm,amv,anm,apng,argo_brp,asf,asf_o,av1,avi,avs2,avs3,bethsoftvid,bfi,bink,brstm,c93,cavsvideo,cdxl,cine,dfa',
  'dirac,dnxhd,dsicin,dv,dxa,ea,evc,ffm,film_cpk,filmstrip,flic,flv,gif,gxf,h261,h263,h264,hevc,hnm,idcin,idf,iff',
  'ingenient,ipmovie,ipu,iv8,ivf,ivr,jv,kux,live_flv,lmlm4,luodat,lvf,m4v,matroska,webm,mjpeg,mjpeg_2000,mm,mov,mp4,m4a',
  '3gp,3g2,mj2,moflex,mpeg,mpegts,mpegtsraw,mpegvideo,mpjpeg,msnwctcp,mtv,mv,mvi,mxf,mxg,nsv,nut,nuv,obu,ogg,paf,pmp',
  'psxstr,pva,r3d,rcwt,rl2,rm,roq,rpl,sga,smk,smjpeg,smush,swf,thp,tiertexseq,ty,usm,vc1,vc1test,viv,vivo,vmd,vqf,vvc',
  'wc3movie,wsvqa,wtv,wve,xmv,yop,yuv4mpegpipe',
]

/** Sound only: opened so that the answer can be "holds no picture" and not "is not a video". */
const audio = ['aac,ac3,aiff,amr,ape,au,caf,dsf,dts,eac3,flac,mp3,mpc,mpc8,opus,tak,tta,w64,wav,wv']

/** For FFmpeg's option `format_whitelist`. */
export const allowedFormats = [...video, ...audio].join(',')
